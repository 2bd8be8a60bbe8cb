from tests.property.test_checking_property import *
import flows.warehouse.tables as T
def test_dbg(core, tmp_path, monkeypatch):
    orig=T._Sink.write
    seen=[]
    def w(self, block):
        seen.append(bytes(block)); return orig(self, block)
    monkeypatch.setattr(T._Sink,"write",w)
    extract=EXTRACTS[1]
    try:
        loads(extract, {t.name: rows(t,3) for t in extract.tables}, tmp_path, core)
    finally:
        print(seen)
        for row in core.exec_driver_sql("show server_encoding"): print(row)
