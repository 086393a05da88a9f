"""`python -m shared.testing.s3_server <folder> <port>`: localbucket, and the one call of S3 that it
lacks and our client makes, the deletion of many objects at once."""

import sys
from http.server import ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import localbucket  # type: ignore[import-untyped]

_NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class _Handler(localbucket.S3Handler):  # type: ignore[misc]
    def _post_request(self, bucket: str, key: str) -> None:
        if key or "delete" not in self.query:
            super()._post_request(bucket, key)
            return
        asked = ElementTree.fromstring(self._read_body())
        deleted = ElementTree.Element("DeleteResult")
        for one in asked.iter():
            if one.tag.removeprefix(_NAMESPACE) == "Key" and one.text:
                self._object_path(bucket, one.text).unlink(missing_ok=True)
                entry = ElementTree.SubElement(deleted, "Deleted")
                ElementTree.SubElement(entry, "Key").text = one.text
        self._send_xml(deleted)


if __name__ == "__main__":
    _Handler.data_root = Path(sys.argv[1]).resolve()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), _Handler).serve_forever()
