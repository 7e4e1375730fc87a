"""Bodies that nobody should send, by what is nasty about them."""


def invoices(text: str) -> bytes:
    """A JSON request with this in the place of its invoices."""
    return f'{{"response_type":"json","invoices":{text}}}'.encode()


def field(text: str) -> bytes:
    """A JSON request whose one invoice has this besides."""
    return invoices(f'[{{"invoice_mng_num":"1","inv_show_amount":1,{text}}}]')


NASTY_JSON: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \r\n\t",
    "null": b"null",
    "true": b"true",
    "a number": b"-0.0e-0",
    "a string": b'"x"',
    "an array": b"[]",
    "arrays": b"[[[[]]]]",
    "cut off": b'{"response_type":"json","invoices":[{"invoice_',
    "two roots": b"{}{}",
    "rubbish after it": b"{}x",
    "single quotes": b"{'a':1}",
    "a trailing comma": b'{"a":1,}',
    "a comment": b'{"a":1}//x',
    "no value": b'{"a":}',
    "no UTF-8": b'{"a":"\xff\xfe"}',
    "UTF-16": '{"response_type":"json"}'.encode("utf-16"),
    "UTF-32": '{"response_type":"json"}'.encode("utf-32-be"),
    "Shift_JIS": '{"response_type":"請求書"}'.encode("cp932"),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "overlong UTF-8": b'{"a":"\xc0\x80"}',
    "a surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "a raw NUL": b'{"a":"\0"}',
    "raw NULs": b"\0" * 1000,
    "a raw newline in a string": b'{"a":"\n"}',
    "half a surrogate pair": field(r'"inv_no":"\ud800"'),
    "half a surrogate pair in a name": field(r'"\udfff":1'),
    "an escaped NUL": field(r'"inv_no":"\u0000"'),
    "an escape": field(r'"remarks":"\u001b[2J"'),
    "a noncharacter": field(r'"inv_no":"\uffff"'),
    "a bad escape": field(r'"inv_no":"\x41"'),
    "NaN": field('"inv_amount":NaN'),
    "infinity": field('"inv_amount":-Infinity'),
    "hexadecimal": field('"inv_amount":0x10'),
    "leading zeros": field('"inv_amount":007'),
    "a point at the end": field('"inv_amount":1.'),
    "a huge exponent": field('"inv_free_num1":1e999999999'),
    "a tiny exponent": field('"inv_free_num1":1e-999999999'),
    "an exponent beyond everything": field(f'"inv_free_num1":1e{"9" * 400}'),
    "a million digits": field(f'"inv_amount":{"9" * 1_000_000}'),
    "a million decimals": field(f'"inv_free_num1":0.{"3" * 1_000_000}'),
    "a million digits as text": field(f'"inv_amount":"{"9" * 1_000_000}"'),
    "a long text": field(f'"remarks":"{"長" * 2_000_000}"'),
    "digits of another script": field('"inv_amount":"１２３"'),
    "a sign of another script": field('"inv_amount":"−1"'),
    "booleans": field('"inv_no":true,"inv_amount":false,"close_date":true,"details":true,"publisher":false'),
    "arrays for scalars": field(
        '"inv_no":[],"inv_amount":[1],"close_date":["2026-01-01"],"payment_method":["0"]'
    ),
    "objects for scalars": field('"inv_no":{},"inv_amount":{"a":1},"close_date":{"b":[]}'),
    "scalars for objects": field('"publisher":1,"customer":"x","custom_header":true,"banks":1,"details":"x"'),
    "arrays for objects": field('"publisher":[1],"customer":[[]],"custom_header":["x"]'),
    "things in arrays": field('"details":[1,"x",[],[[]],true,null,{}],"banks":[[],1.5,"x"]'),
    "invoices as an object": invoices("{}"),
    "invoices as a text": invoices('"x"'),
    "invoices as a number": invoices("1.5"),
    "no invoices": invoices("[]"),
    "invoices that are none": invoices('[null,1,"x",[],true,{}]'),
    "many nothings": invoices("[" + ",".join(["{}"] * 60_000) + "]"),
    "many elements": field('"details":[' + ",".join(["1"] * 60_000) + "]"),
    "many names": field(",".join(f'"n{n}":{n}' for n in range(100_000))),
    "one name over and over": field(",".join(['"inv_no":1'] * 100_000)),
    "odd names": b'{"":1,"__class__":{},"response_type":[{}],"\\u0000":1,"invoices":{"":[]}}',
    "a name of a megabyte": field(f'"{"n" * 1_000_000}":1'),
    "deep arrays": b"[" * 100_000,
    "deep arrays that close": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep in a field": field('"details":' + "[" * 500 + "]" * 500),
    "just too deep": field('"x":' + "[" * 30 + "]" * 30),
    "a number too long for a number": field('"invoice_mng_num":123456789012345678901234567890'),
    "a negative number": field('"invoice_mng_num":-1'),
    "a fraction for a number": field('"invoice_mng_num":1.0'),
    "the first day before the first": field('"close_date":"0000-12-31"'),
    "a date too far": field('"close_date":"10000-01-01"'),
}


def xml(inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """An XML request with this in it."""
    return f"{head}<request><response_type>xml</response_type>{inner}</request>".encode()


def one(inner: str) -> bytes:
    """An XML request whose one invoice has this in it."""
    return xml(
        f"<invoices><invoice_mng_num>1</invoice_mng_num><inv_show_amount>1</inv_show_amount>{inner}</invoices>"
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
NASTY_XML: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n",
    "text": b"x",
    "JSON": b'{"response_type":"xml"}',
    "HTML": b"<!doctype html><html><br></html>",
    "cut off": b"<request><response_type>xml</resp",
    "not closed": b"<request><invoices></request>",
    "two roots": b"<a/><b/>",
    "only a head": b'<?xml version="1.0"?>',
    "a wrong version": xml("", '<?xml version="9.9"?>'),
    "a head in the middle": xml('<?xml version="1.0"?>'),
    "an empty root": b"<request/>",
    "a text in the root": b"<request>x</request>",
    "billion laughs": xml("<inv_no>&l11;</inv_no>", f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "quadratic blow-up": xml(f"<x>{'&a;' * 50_000}</x>", f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]>'),
    "an external entity": xml("<x>&e;</x>", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "an external DTD": xml("", '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd">'),
    "a parameter entity": xml("", '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:1/x"> %e;]>'),
    "a DOCTYPE behind comments": xml("", "<!-- --><?a b?>\n<!DOCTYPE a []>"),
    "an unknown entity": one("<inv_no>&unknown;</inv_no>"),
    "an HTML entity": one("<inv_no>&nbsp;</inv_no>"),
    "XInclude": one(
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    ),
    "a stylesheet": xml("", '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:1/x"?>'),
    "a NUL reference": one("<inv_no>&#0;</inv_no>"),
    "an escape reference": one("<inv_no>&#x1b;</inv_no>"),
    "a surrogate reference": one("<inv_no>&#xD800;</inv_no>"),
    "a reference beyond Unicode": one("<inv_no>&#x110000;</inv_no>"),
    "a noncharacter": one("<inv_no>&#xFFFF;</inv_no>"),
    "raw NULs": b"\0" * 1000,
    "a raw control character": b"<request>\x01</request>",
    "no UTF-8": b"<request>\xff\xfe</request>",
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><request/>'.encode("utf-16"),
    "UTF-16 without a mark": "<request/>".encode("utf-16-le"),
    "Shift_JIS": '<?xml version="1.0" encoding="Shift_JIS"?><request>請求</request>'.encode("cp932"),
    "another encoding told": xml("", '<?xml version="1.0" encoding="EUC-JP"?>'),
    "an unknown encoding told": xml("", '<?xml version="1.0" encoding="x-none"?>'),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-request/+AD4-',
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
    "deep and cut off": b"<a>" * 1_000_000,
    "just too deep": one("<x>" * 30 + "</x>" * 30),
    "a long name": b"<" + b"a" * 1_000_000 + b"/>",
    "a long attribute": b'<a b="' + b"c" * 11_000_000 + b'"/>',
    "a long text": one(f"<remarks>{'長' * 4_000_000}</remarks>"),
    "many attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
    "many namespaces": b"<a " + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(20_000)) + b"/>",
    "an undeclared prefix": one("<p:inv_no>1</p:inv_no>"),
    "many nothings": xml("<invoices/>" * 60_000),
    "many elements": one("<details>1</details>" * 60_000),
    "many names": one("".join(f"<n{n}/>" for n in range(100_000))),
    "an array where one is meant": one("<inv_no>1</inv_no><inv_no>2</inv_no>"),
    "objects twice": one(
        "<publisher><publisher_section>a</publisher_section></publisher><publisher>b</publisher>"
    ),
    "an object for a scalar": one("<inv_amount><a>1</a></inv_amount>"),
    "a scalar for an object": one("<customer>x</customer>"),
    "mixed content": one("<inv_amount>1<b/>2</inv_amount>"),
    "CDATA": one("<inv_no><![CDATA[<!DOCTYPE a>&l; too long for its field]]></inv_no>"),
    "an open CDATA": b"<request><![CDATA[",
    "an open comment": b"<request><!--",
    "xsi:nil": one('<invoice_mng_num xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>'),
    "a million digits": one(f"<inv_amount>{'9' * 1_000_000}</inv_amount>"),
}
