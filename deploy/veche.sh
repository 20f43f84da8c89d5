#!/bin/sh
# Команда veche для службы: от имени пользователя veche, над домом данных /srv/veche.
# Кладётся в /usr/local/bin/veche и зовётся так: sudo veche check
cd /opt/veche || exit 4
exec runuser -u veche -- env VECHE_HOME=/srv/veche LANG=C.UTF-8 /opt/veche/.venv/bin/veche "$@"
