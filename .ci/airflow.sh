#!/usr/bin/env bash
# Loads dags/ in a real Airflow (its own virtual environment, made once) and checks tasks, edges and commands.
set -euo pipefail
cd "$(dirname "$0")/.."

venv="${TIDEMARK_AIRFLOW_VENV:-${TMPDIR:-/tmp}/tidemark-airflow-venv}"
airflow="apache-airflow==3.3.2"
provider="apache-airflow-providers-apache-spark==6.3.4"

python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || {
  echo "airflow: needs Python 3.10 to 3.13, found $(python3 --version 2>&1)" >&2
  exit 69
}
if [[ "$(cat "$venv/.tidemark" 2>/dev/null)" != "$airflow $provider" ]]; then
  echo "airflow: making $venv (about a minute)"
  rm -rf "$venv"
  python3 -m venv "$venv" || {
    echo "airflow: python3 -m venv failed; on Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 69
  }
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$airflow" "$provider"
  echo "$airflow $provider" >"$venv/.tidemark"
fi
"$venv/bin/python" dags/tests/check_airflow.py
