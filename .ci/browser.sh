#!/usr/bin/env bash
# Opens a report in a real headless Chromium and checks what it shows: .ci/browser.sh REPORT.html [SCREENSHOT.png]
set -uo pipefail

if [[ $# -lt 1 || ! -f $1 ]]; then
  echo "usage: .ci/browser.sh REPORT.html [SCREENSHOT.png]" >&2
  exit 2
fi
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -z $browser ]]; then
  echo "no Chromium found; on Debian or Ubuntu: apt-get install chromium" >&2
  exit 2
fi
report=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
picture=${2:-$work/report.png}
passed=0
failed=0

check() { # check WORDS COMMAND...: one named check
  local words=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "failed: $words"
  fi
}

headless() { # headless ARGUMENTS...: a fresh profile, and nothing that Chromium asks for on its own account
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update \
    --disable-sync --disable-default-apps --disable-extensions --no-first-run --hide-scrollbars \
    --user-data-dir="$(mktemp -d -p "$work")" "$@" 2>>"$work/stderr"
}

has() { grep -qF -- "$1" "$2"; }
lacks() { ! grep -qE -- "$1" "$2"; }

headless --dump-dom --log-net-log="$work/net.json" "file://$report" >"$work/dom.html"
check "the page has a document" test -s "$work/dom.html"

python3 - "$work/dom.html" "$work/text.txt" "$work/headings.txt" <<'PY'
import sys
from html.parser import HTMLParser


class Text(HTMLParser):
    """The words a reader sees, and the words of each h2."""

    def __init__(self):
        super().__init__()
        self.words, self.headings, self.skip, self.heading = [], [], 0, None

    def handle_starttag(self, tag, attributes):
        self.skip += tag in ("style", "script")
        if tag == "h2":
            self.heading = []

    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "script")
        if tag == "h2":
            self.headings.append("".join(self.heading).lstrip("0123456789"))
            self.heading = None

    def handle_data(self, data):
        if not self.skip:
            self.words.append(data)
        if self.heading is not None:
            self.heading.append(data)


text = Text()
text.feed(open(sys.argv[1], encoding="utf-8").read())
open(sys.argv[2], "w", encoding="utf-8").write("\n".join(text.words))
open(sys.argv[3], "w", encoding="utf-8").write("\n".join(text.headings) + "\n")
PY

while IFS= read -r heading; do
  check "heading '$heading'" grep -qxF -- "$heading" "$work/headings.txt"
done <<'HEADINGS'
Verdict
Data coverage
Fold timeline
Metric per fold
In sample and out of sample
Out-of-sample equity and drawdown
Backtest paths
Cost sensitivity
Skill or luck
Where it worked
Calibration
Feature importance
Drift
Certificates and registry
Live scores
How this was made
HEADINGS

for word in NaN null undefined Infinity; do
  check "no '$word' in the text" lacks "(^|[^A-Za-z_-])$word([^A-Za-z_-]|\$)" "$work/text.txt"
done
check "no NaN in a picture" lacks '(d|x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]*(NaN|Infinity)' "$work/dom.html"
check "every picture has a title" test "$(grep -o '<svg[^>]*role="img"' "$work/dom.html" | wc -l)" -eq "$(grep -o '<title id="' "$work/dom.html" | wc -l)"
check "the policy forbids everything but inline style" \
  has "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" "$work/dom.html"
check "no script" lacks '<script' "$work/dom.html"
check "nothing to load from elsewhere" lacks '(src|srcset|action|data)="|href="[^#]|@import|url\(' "$work/dom.html"
check "nothing refused by the policy" lacks 'Content Security Policy' "$work/stderr"

# What the page itself asked for: its own file and nothing else. Chromium's own requests carry no file:// initiator.
check "no network request" python3 - "$work/net.json" <<'PY'
import json
import sys

text = open(sys.argv[1], encoding="utf-8").read()
try:
    log = json.loads(text)
except json.JSONDecodeError:  # a browser that was stopped leaves the list open
    log = json.loads(text.rstrip().rstrip(",") + "]}")
asked = set()
for event in log["events"]:
    parameters = event.get("params") or {}
    initiator = str(parameters.get("initiator", ""))
    url = str(parameters.get("url", ""))
    if url.startswith(("http:", "https:", "ws:", "wss:", "ftp:")) and (initiator.startswith("file:") or initiator == "null"):
        asked.add(url)
for url in sorted(asked):
    print("asked the network for", url)
sys.exit(1 if asked else 0)
PY

headless --screenshot="$picture" --window-size=1280,6000 "file://$report" >/dev/null
check "a screenshot" test "$(wc -c <"$picture" 2>/dev/null || echo 0)" -gt 20000

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
