#!/bin/bash
# Installs what `make demo` needs from Debian, with --browser also what the browser tests need, with --tests what the
# others do.
# Says nothing and does nothing when all of it is there.
#
# The demo runs its own Dovecot and Postfix in a folder of its own, the tests their own PostgreSQL; the system's must
# neither start nor be enabled, also when this script is killed half way. Three files see to it, written before the
# first package and taken away once all packages are configured (by this run or the next one):
# - a systemd preset: maintainer scripts enable units by `systemctl preset`, which then leaves them
#   disabled. Nothing has to be undone afterwards, so there is no moment at which they are enabled.
# - policy-rc.d: maintainer scripts ask it before they start anything. Ours refuses only the mail
#   services, so that one left behind by kill -9 troubles nobody else.
# - createcluster.d: no databases are made for a PostgreSQL that is not to run.
# Masks would do as well, but would stay in the way of somebody who wants Postfix later.
set -euo pipefail

readonly policy=/usr/sbin/policy-rc.d
readonly preset=/etc/systemd/system-preset/10-levee-demo.preset
readonly no_cluster=/etc/postgresql-common/createcluster.d/levee-demo.conf
readonly mark='Written by the Levee demo'
readonly units=(dovecot.service dovecot.socket postfix.service postfix-resolvconf.path postfix-resolvconf.service
    postgresql.service)

# Package and why.
needed=(
    'dovecot-imapd: the IMAP server that the demo reads mail from'
    'dovecot-lmtpd: takes mail from Postfix into the mailboxes'
    'postfix: the mail server that the demo sends through, and that asks Levee as its milter'
    'swaks: another mail program, to try the guard without webmail'
    'libauthen-sasl-perl: lets swaks sign in'
    'libnet-ssleay-perl: lets swaks speak TLS'
)
readonly for_tests=('postgresql: the database that several machines share')
readonly for_browser=(
    'chromium: the browser that the tests drive'
    'fonts-liberation: Latin, Greek and Cyrillic in the measures of common fonts'
    'fonts-noto-core: Arabic and other scripts of the seeded mail'
    'fonts-noto-cjk: Japanese in the seeded mail'
    'fonts-noto-color-emoji: emoji'
)

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# Lines of `needed` whose package is not installed and configured.
missing() {
    local have line
    have=" $(dpkg-query --show --showformat='${db:Status-Status}:${Package} ' "${needed[@]%%:*}" 2>/dev/null || true)"
    for line in "${needed[@]}"; do
        [[ $have == *" installed:${line%%:*} "* ]] || printf '%s\n' "$line"
    done
}

left_behind() {
    [[ -e $preset || -e $no_cluster ]] || { [[ -e $policy ]] && grep -qF "$mark" "$policy"; }
}

as_root() {
    ((EUID != 0)) || return 0
    command -v sudo >/dev/null ||
        fail 'Installing packages needs root and there is no sudo: run this script as root once.'
    exec sudo -- "$(realpath "$0")" --announced "$@"
}

hold_services() {
    mkdir -p "${preset%/*}"
    { printf '# %s\n' "$mark"; printf 'disable %s\n' "${units[@]}"; } >"$preset"
    if [[ ! -e $policy ]]; then
        # Moved into place, so that it is never there unfinished.
        cat >"$policy.levee" <<END
#!/bin/sh
# $mark
case \$1 in postfix* | dovecot* | postgresql*) exit 101 ;; esac
exit 0
END
        chmod 755 "$policy.levee"
        mv "$policy.levee" "$policy"
    fi
    if [[ -z $(ls -A /etc/postgresql 2>/dev/null || true) ]]; then
        mkdir -p "${no_cluster%/*}"
        printf '# %s\ncreate_main_cluster = false\n' "$mark" >"$no_cluster"
    fi
    local service answer
    for service in postfix dovecot postgresql; do
        answer=0
        "$policy" "$service" start >/dev/null 2>&1 || answer=$?
        ((answer == 101)) || fail "$policy lets $service start while it is installed: make it answer 101, or move it away."
    done
}

# While a package is half configured both files stay: whoever finishes it would start the service.
let_go() {
    [[ -z $(missing) ]] || return 0
    rm -f "$preset" "$policy.levee" "$no_cluster"
    if [[ -e $policy ]] && grep -qF "$mark" "$policy"; then
        rm -f "$policy"
    fi
}

main() {
    local announced=
    if [[ ${1-} == --announced ]]; then
        announced=yes
        shift
    fi
    case ${1-} in
    '') ;;
    --browser) needed+=("${for_browser[@]}") ;;
    --tests) needed+=("${for_tests[@]}") ;;
    *) fail "usage: $0 [--browser | --tests]" ;;
    esac
    command -v apt-get >/dev/null ||
        fail 'This installs Debian packages and there is no apt-get: the demo needs Dovecot 2.3 (imap, lmtp) and Postfix.'

    local lines
    lines=$(missing)
    if [[ -z $lines ]] && ! left_behind; then
        return
    fi
    if [[ -n $lines && -z $announced ]]; then
        printf 'To be installed from Debian:\n%s\n' "$lines"
    fi
    as_root "$@"
    trap let_go EXIT
    [[ -n $lines ]] || return 0

    export DEBIAN_FRONTEND=noninteractive
    hold_services
    if [[ $lines == *postfix:* ]]; then
        debconf-set-selections <<<'postfix postfix/main_mailer_type select No configuration'
    fi
    local packages=() line log
    while read -r line; do packages+=("${line%%:*}"); done <<<"$lines"
    log=$(mktemp)
    # shellcheck disable=SC2024 # the log is ours, not root's
    apt-get update >"$log" 2>&1 || fail "apt-get update failed: $(tail -n 1 "$log") (all of it in $log)"
    # --no-remove: Postfix would displace another mail server, which is not ours to decide.
    apt-get install --yes --no-install-recommends --no-remove "${packages[@]}" >"$log" 2>&1 ||
        fail "apt-get install failed: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log") (all of it in $log)"
    rm -f "$log"
}

main "$@"
