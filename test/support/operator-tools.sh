#!/usr/bin/env bash
# Prints where a program is that tests of docker/ need: on the PATH, or in a cache folder. With the argument "build" it is
# put there where it is missing, by Go or pip (Helm takes some 2 minutes on 2 cores, the others seconds).
#   operator-tools.sh helm|compose|kubernetes-validate [build]
set -euo pipefail
name=$1
case $name in
  helm) module=helm.sh/helm/v3/cmd/helm version=v3.22.0 ;;
  # The parser of Docker Compose, with its own small command line.
  compose) module=github.com/compose-spec/compose-go/v2/cmd version=v2.16.2 ;;
  kubernetes-validate) module=kubernetes-validate version=1.37.0 ;;
  *) exit 2 ;;
esac

if [[ $name == helm ]] && command -v helm >/dev/null && [[ $(helm version --template '{{.Version}}') == v3.* ]]; then
  command -v helm
  exit
fi
cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/usher/$name-$version"
program="$cache/$name"
if [[ ! -x $program ]]; then
  if [[ ${2:-} != build ]]; then
    echo "NOT TESTED: what needs $name. \"bash test/support/operator-tools.sh $name build\" brings it." >&2
    exit 1
  fi
  echo "Building $name $version" >&2
  # Two runs at once build beside each other; what is there is whole.
  mkdir -p "$cache"
  built=$(mktemp -d "$cache/XXXXXX")
  if [[ $name == kubernetes-validate ]]; then
    python3 -m pip install --quiet --root-user-action=ignore --target "$built" "$module==$version" >&2
    printf '#!/bin/sh\nPYTHONPATH="%s" exec python3 "%s/bin/kubernetes-validate" "$@"\n' "$built" "$built" >"$built/run"
    chmod 755 "$built/run"
    ln -sfn "$built/run" "$program"
  else
    trap 'rm -rf "$built"' EXIT
    GOBIN="$built" go install -ldflags='-s -w' "$module@$version" >&2
    mv "$built/$(basename "$module")" "$program"
  fi
fi
echo "$program"
