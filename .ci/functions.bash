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
