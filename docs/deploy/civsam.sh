#!/bin/bash
# Kör ett kommando som användaren civsam, med samma datamapp och inställningar som tjänsten:
#   install -m 0755 /opt/civsam/docs/deploy/civsam.sh /usr/local/sbin/civsam
#   civsam status
set -eu
if [ "$(id -un)" != civsam ]; then
  exec runuser -u civsam -- "$0" "$@"
fi
umask 0027
export CIVSAM_DATA_DIR=/var/lib/civsam CIVSAM_CORPUS_DIR=/opt/civsam/corpus

# Filen läses rad för rad, som systemd gör: inget i den körs, och inget i den syns bland datorns processer.
if [ -r /etc/civsam/miljo ]; then
  while IFS= read -r rad || [ -n "$rad" ]; do
    [[ $rad == CIVSAM_*=* ]] || continue
    varde=${rad#*=}
    if [[ $varde == \"*\" || $varde == \'*\' ]]; then
      varde=${varde:1:-1}
    fi
    export "${rad%%=*}=$varde"
  done < /etc/civsam/miljo
fi
exec /opt/civsam/.venv/bin/civsam "$@"
