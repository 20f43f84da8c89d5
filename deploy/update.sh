#!/bin/sh
# Обновление Вече с флешки, без Интернета:  sudo sh update.sh
# Рядом лежат veche.tar.gz и папка wheels, их делает «make bundle» на машине с Интернетом.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=${VECHE_PROGRAM:-/opt/veche}
copies=${VECHE_COPIES:-/var/backups/veche}
old=$program.old

say() { printf '%s\n' "$*"; }

[ -f "$here/veche.tar.gz" ] && [ -d "$here/wheels" ] || { say "Рядом с update.sh нет veche.tar.gz или папки wheels."; exit 1; }

stop() { if systemctl list-unit-files veche.service >/dev/null 2>&1; then systemctl stop veche.service || true; fi; }
start() { if systemctl list-unit-files veche.service >/dev/null 2>&1; then systemctl start veche.service; fi; }

back() {
    say "Обновить не удалось, возвращаю прежнюю программу. Документы не тронуты."
    rm -rf "$program"
    [ -d "$old" ] && mv "$old" "$program"
    start
    exit 1
}

stop
if [ -x "$program/.venv/bin/veche" ] && [ -x /usr/local/bin/veche ]; then
    say "Сохраняю копию документов в $copies…"
    install -d -o veche -g veche -m 0700 "$copies"
    /usr/local/bin/veche backup "$copies" || { say "Копия не удалась, обновление не начато."; start; exit 1; }
fi

rm -rf "$old"
if [ -d "$program" ]; then mv "$program" "$old"; fi
trap back HUP INT TERM
mkdir -p "$program" || back
tar -xzf "$here/veche.tar.gz" -C "$program" --strip-components=1 || back
mkdir -p "$program/bundle" && cp -r "$here/wheels" "$program/bundle/wheels" || back
say "Ставлю программу…"
(cd "$program" && python3 -m venv .venv &&
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links bundle/wheels 'setuptools>=77' wheel &&
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links bundle/wheels \
        --no-build-isolation -e . && touch .venv/.installed) || back
"$program/.venv/bin/veche" --help >/dev/null || back
trap - HUP INT TERM
start
say "Готово. Прежняя программа осталась в $old, её можно удалить через неделю."
