#!/bin/sh
# What the tests need from the system: Chromium, a clear test voice, a look at system calls, Chinese letters, PostgreSQL.
# Where apt may not be used the tests that need them are skipped, each with its reason.
packages=""
command -v chromium >/dev/null || packages="$packages chromium"
command -v flite >/dev/null || packages="$packages flite"
command -v strace >/dev/null || packages="$packages strace"
[ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || packages="$packages fonts-wqy-microhei"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages="$packages postgresql"
[ -z "$packages" ] && exit 0
if ! command -v apt-get >/dev/null; then
    echo "Not installed, so the tests that need them are skipped:$packages (this script only knows apt)."
    exit 0
fi
root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
echo "Installing for the tests:$packages"
# The tests start servers of their own. Debian's package would also make and start one as a service, unless told not to
# before it is installed; a PostgreSQL that is here already is left as it is.
quiet=/etc/postgresql-common/createcluster.d/keepsight-tests.conf
case "$packages" in *postgresql*) [ -e /etc/postgresql-common ] && quiet="" ;; *) quiet="" ;; esac
[ -z "$quiet" ] || { $root mkdir -p "${quiet%/*}" && echo "create_main_cluster = false" | $root tee "$quiet" >/dev/null; }
if ! { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $packages; }; then
    echo "apt could not install$packages: the tests that need them are skipped. Try: sudo apt-get install$packages"
fi
[ -z "$quiet" ] || $root rm -f "$quiet"
exit 0
