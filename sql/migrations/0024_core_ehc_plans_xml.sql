-- Where rows of education, health and care plans came from, now that the return comes as XML too.

comment on column core.ehc_case.row_number is
'Line of the request in its file, of which the header is line 1; in XML, its number among the requests.';
comment on column core.ehc_placement.row_number is
'Line of the placement in its file, of which the header is line 1; in XML, its number among the placements.';
