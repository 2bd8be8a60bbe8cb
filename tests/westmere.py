"""Westmere: a council with one measure, and the ways in which its one supply may lie on another machine."""

SETTINGS = """
slug = "westmere"
name = "Westmere"
la_code = "998"
gss_code = "E06999998"
region = "North West"
synthetic = true

[[officers]]
initials = "AP"
name = "Ada Park"
role = "Director of Children's Services"

[[objectives]]
ref = "PED05"
title = "Money is well spent"

[[measures]]
ref = "PED05 01"
objective = "PED05"
title = "Independent placements"
officer = "AP"
disclosure = "none"
disclosure_approved_by = "AP"
parts = [{title = "Total", indicator = "independent_placements_forecast"}]

"""
FROM_SFTP = """
source = "sftp"
path = "/outgoing"
[supply.sftp]
host = "127.0.0.1"
port = {port}
host_key = "{host_key}"
login = "mover"
"""
FROM_HTTPS = """
source = "https"
[supply.https]
urls = ["{address}/{{data_to}}/returns.csv"]
login = "platform"
"""
FROM_DATABASE = """
source = "database"
path = "queries"
[supply.database]
url = "{url}"
login = "case_system"
timeout_seconds = 7
"""
ONE_SUPPLY = """
[[supply]]
extract = "council_returns"
supplier = "officers"
title = "Officers' returns"
source = "folder"
path = "returns"
expected = true
due_working_days = 10
"""
