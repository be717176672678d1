#!/usr/bin/env bash
# Prints where Helm is: on the PATH, or in a cache folder. With the argument "build" it is built into that where it is
# missing, from the Go module proxy (some 2 minutes on 2 cores).
set -euo pipefail
version=v3.22.0

if command -v helm >/dev/null && [[ $(helm version --template '{{.Version}}') == v3.* ]]; then
  command -v helm
  exit
fi
cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/usher/helm-$version"
if [[ ! -x $cache/helm ]]; then
  if [[ ${1:-} != build ]]; then
    echo 'NOT TESTED: docker/helm. There is no helm 3 on the PATH; "bash test/support/helm.sh build" builds one.' >&2
    exit 1
  fi
  if ! command -v go >/dev/null; then
    echo 'NOT TESTED: docker/helm. There is neither helm 3 nor Go to build it with on the PATH.' >&2
    exit 1
  fi
  echo "Building Helm $version" >&2
  # Two runs at once build beside each other; a binary that is there is whole.
  mkdir -p "$cache"
  built=$(mktemp -d "$cache/XXXXXX")
  trap 'rm -rf "$built"' EXIT
  GOBIN="$built" go install -ldflags='-s -w' "helm.sh/helm/v3/cmd/helm@$version" >&2
  mv "$built/helm" "$cache/helm"
fi
echo "$cache/helm"
