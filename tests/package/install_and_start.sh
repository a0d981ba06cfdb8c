#!/bin/bash
# Installs the Debian package on this machine, starts the service's own command as its own user with the installed
# files, asks it, stops it, and removes everything again. Needs root; refuses where Levee is installed already.
# Usage: tests/package/install_and_start.sh target/debian/levee_*.deb
set -euo pipefail

readonly package=$1
readonly settings=/etc/levee/levee.toml
readonly state=/var/lib/levee
readonly port=3999

fail() {
    echo "install_and_start: $1" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || fail 'needs root'
! dpkg-query -W levee >/dev/null 2>&1 || fail 'a package levee is installed already'
[ ! -e "$state" ] || fail "$state is there already"

log=$(mktemp)
serving=
remove() {
    [ -z "$serving" ] || kill -KILL "$serving" 2>/dev/null || true
    dpkg --purge levee >/dev/null 2>&1 || true
    rm -f "$log"
}
trap remove EXIT

dpkg --install "$package" >/dev/null
getent passwd levee >/dev/null || fail 'no user was made'
levee --version

# The settings as installed are an example: they must be told wrong, by check and service alike.
[ "$(stat --format='%U %a' "$state")" = 'levee 700' ] || fail "$state: $(stat --format='%U %a' "$state")"
# Without a file named, the installed ones are meant, wherever one is.
if (cd / && levee check-config) >"$log"; then fail 'the example passes its check'; fi
grep -q '^wrong .*imap' "$log" || fail "the check does not name the mail server: $(cat "$log")"
grep -q '^ok .*site .*/usr/.*share/levee/site' "$log" || fail "the site is not found: $(cat "$log")"

sed -i -e "s|^public_origin.*|public_origin = \"http://127.0.0.1:$port\"|" \
    -e "s|^#listen.*|listen = \"127.0.0.1:$port\"|" \
    -e 's|^host = .*|host = "127.0.0.1"|' -e 's|^#security.*|security = "plain"|' "$settings"

# What systemd would start, without systemd.
command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/levee.service /usr/lib/systemd/system/levee.service 2>/dev/null | head -1)
[ -n "$command" ] || fail 'no unit was installed'
# shellcheck disable=SC2086 # words of the unit's command
(umask 0077 && exec setpriv --reuid levee --regid levee --clear-groups --no-new-privs $command) >"$log" 2>&1 &
serving=$!
asked=0
until curl --silent --fail --max-time 2 "http://127.0.0.1:$port/health/live" >/dev/null; do
    kill -0 "$serving" 2>/dev/null || fail "it ended: $(cat "$log")"
    asked=$((asked + 1))
    [ "$asked" -lt 150 ] || fail "it does not answer: $(cat "$log")"
    sleep 0.2
done
curl --silent --fail "http://127.0.0.1:$port/sign-in" | grep -q 'Example Health' || fail 'no sign-in page'
style=$(curl --silent "http://127.0.0.1:$port/sign-in" | grep -o '/assets/[^"]*\.css' | head -1)
curl --silent --fail --output /dev/null "http://127.0.0.1:$port$style" || fail "$style is not served"
for file in levee.sqlite levee.key; do
    [ "$(stat --format='%U %a' "$state/$file")" = 'levee 600' ] || fail "$file: $(stat --format='%U %a' "$state/$file")"
done
kill -TERM "$serving"
wait "$serving" || fail "it did not stop in peace: $(cat "$log")"
serving=

dpkg --purge levee >/dev/null 2>&1
[ ! -e /usr/bin/levee ] && [ ! -e "$settings" ] && [ ! -e "$state" ] || fail 'something stayed behind'
echo 'installed, started as levee, answered, stopped, removed'
