#!/bin/sh
# Makes .venv from nothing but Python 3.11 or 3.12, gcc and make; asks nothing; a second run returns at once.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.complete
want=$(cat requirements/*.txt pyproject.toml | sha256sum | cut -d' ' -f1)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && exit 0

say() { printf '%s\n' "$*" >&2; }

# Version managers leave names on the PATH that cannot run: only one that answers counts.
python=
for candidate in ${PYTHON:-} python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    say "需要 Python 3.11 或 3.12（durable_rules 不支持更高版本）。/ Python 3.11 or 3.12 is needed: durable_rules does not load on later ones."
    exit 1
fi

# Debian ships ensurepip and the C headers apart from the interpreter.
missing=
"$python" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
"$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' \
    || missing="$missing python3-dev"
command -v gcc >/dev/null 2>&1 || missing="$missing gcc"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "apt-get install$missing"
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of packages is meant
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
    else
        say "缺少系统软件包，请执行 / Packages are missing, please run: apt-get install$missing"
        exit 1
    fi
fi

say "准备运行环境 / setting up .venv ($("$python" --version))"
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location \
    --require-hashes -r requirements/build.txt
# No isolation: every build uses the hash-locked tools above and downloads nothing of its own.
# Compiled now: otherwise each start of a command would compile what it loads where Python may not keep bytecode.
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --no-build-isolation --compile-bytecode \
    -r requirements/develop.txt
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
printf '%s' "$want" > "$stamp"
