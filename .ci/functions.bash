# What `.ci/run` and `.ci/nightly` share; sourced by them, with `root`, the checkout, set before.

# A name on the PATH says little (a launcher may answer for versions that are not installed,
# a system Python may come without venv), so each candidate is tried.
fits() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
# The interpreter itself, whatever launcher or relative path led to it.
where() { "$1" -c 'import sys; print(sys.executable)'; }
choose_python() {
  if [[ -n ${PYTHON:-} ]]; then
    fits "$PYTHON" || fail "\$PYTHON ($PYTHON) is not a Python of 3.11 or later with venv"
    where "$PYTHON"
    return
  fi
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if fits "$name"; then
      where "$name"
      return
    fi
  done
  fail "no Python of 3.11 or later with venv found; name one in \$PYTHON"
}

# What git would commit, as it stands now; a tree without git (an unpacked sdist) is copied whole.
export_checkout() {
  mkdir -p "$1"
  if [[ -e $root/.git ]]; then
    # The checkout may belong to somebody else, as it often does in a container.
    git -c safe.directory="$root" -C "$root" ls-files -z --cached --others --exclude-standard |
      while IFS= read -r -d '' file; do
        if [[ -e $root/$file ]]; then printf '%s\0' "$file"; fi
      done | tar -C "$root" --null --files-from=- -cf - | tar -C "$1" -xf -
  else
    cp -R -- "$root/." "$1"
  fi
}

# Chromium, its driver and what they need from Debian's archive, unpacked into a folder and installed nowhere.
# Afterwards `$1/bin` holds both. Fails, with what apt says, where there is no such archive within a minute.
unpack_chromium() {
  local into=$1 deb libraries
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  mkdir -p "$into/lists/partial" "$into/debs/partial" "$into/root" "$into/bin"
  local apt=(apt-get -qq -o "Dir::State::Lists=$into/lists" -o "Dir::Cache::Archives=$into/debs"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Debug::NoLocking=1)
  timeout 20 "${apt[@]}" update || return 1
  timeout 40 "${apt[@]}" install --yes --no-install-recommends --download-only \
    chromium chromium-driver fonts-dejavu-core || return 1
  for deb in "$into/debs"/*.deb; do
    [[ -e $deb ]] || return 1
    dpkg-deb -x "$deb" "$into/root" || return 1
  done
  libraries=$(find "$into/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
  printf '#!/bin/sh\nLD_LIBRARY_PATH="%s" XDG_DATA_HOME="%s" exec "%s" "$@"\n' \
    "$libraries" "$into/root/usr/share" "$into/root/usr/lib/chromium/chromium" >"$into/bin/chromium"
  printf '#!/bin/sh\nLD_LIBRARY_PATH="%s" exec "%s" "$@"\n' \
    "$libraries" "$into/root/usr/bin/chromedriver" >"$into/bin/chromedriver"
  chmod +x "$into/bin/chromium" "$into/bin/chromedriver"
  "$into/bin/chromium" --version && "$into/bin/chromedriver" --version
}
