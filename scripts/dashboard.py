"""Asks a Prometheus for each figure of the Grafana dashboard: what it would show, and which panels stay empty.

    dashboard.py http://HOST:9090 [DASHBOARD.json]      exit code 1 when Prometheus refuses a query
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def ask(server, query):
    """How many series a query has now."""
    with urllib.request.urlopen(f"{server.rstrip('/')}/api/v1/query?{urllib.parse.urlencode({'query': query})}", timeout=10) as answer:
        return len(json.load(answer)["data"]["result"])


def main(server, path=os.path.join(HOME, "docs", "grafana", "tidemark-live.json")):
    with open(path, encoding="utf-8") as file:
        panels = json.load(file)["panels"]
    refused = 0
    for panel in panels:
        for target in panel["targets"]:
            try:
                found = f"{ask(server, target['expr'].replace('$query', '.*'))} series"
            except urllib.error.HTTPError as error:
                refused, found = refused + 1, f"REFUSED: {error.read().decode(errors='replace')}"
            except OSError as error:
                raise SystemExit(f"dashboard: no answer from {server}: {error}") from None
            print(f"{panel['title']} {target['refId']}: {found}")
    return 1 if refused else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
