"""A client of `govtext serve --stdio`; other languages do the same. Run it with: python examples/serve_client.py."""

import json
import subprocess
import sys

worker = subprocess.Popen(
    [sys.executable, "-m", "govtext", "serve", "--stdio", "--model", "fast"],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    encoding="utf-8",
)
requests = [
    {"id": 1, "method": "hello"},
    {"id": 2, "method": "annotate", "texts": ["Min, bansos kok gak cair?", "makasih pak lurah 🙏"]},
    {
        "id": 3,
        "method": "rewrite",
        "text": "Dalam rangka verifikasi, warga wajib membawa KTP asli.",
        "options": {"tone": "polite"},
    },
    {"id": 4, "method": "redact", "text": "hub 0812-0000-0000 ya"},
    {"id": 5, "method": "formality"},
]
for request in requests:
    print(json.dumps(request), file=worker.stdin, flush=True)
    answer = json.loads(worker.stdout.readline())
    if "error" in answer:
        print(answer["id"], "error:", answer["error"]["message"], "-", answer["error"]["fix"])
    elif request["method"] == "hello":
        print(answer["id"], "protocol", answer["result"]["protocol"], "methods", len(answer["result"]["methods"]))
    elif request["method"] == "annotate":
        print(answer["id"], [(one["sentiment"]["id"], one["intent"]["id"]) for one in answer["result"]])
    else:
        print(answer["id"], answer["result"].get("text") or answer["result"]["redacted"])
worker.stdin.close()
print("exit code", worker.wait())
