#!/bin/sh
# Makes six Redis nodes a cluster, three masters and three replicas, or introduces them anew where all have new addresses. May run any
# number of times. Expects redis-0.redis to redis-5.redis; others by NODES="host:port …".
set -eu

nodes=${NODES:-redis-0.redis:6379 redis-1.redis:6379 redis-2.redis:6379 redis-3.redis:6379 redis-4.redis:6379 redis-5.redis:6379}
tries=${TRIES:-150}

# ask HOST:PORT COMMAND…
ask() {
  node=$1
  shift
  redis-cli -h "${node%:*}" -p "${node#*:}" "$@"
}

# the cluster knows its nodes by address
address() { getent hosts "${1%:*}" | awk -v port="${1#*:}" 'NR == 1 { print $1 ":" port }'; }

# until COMMAND…
until_it() {
  left=$tries
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "introduce: in vain: $*" >&2; exit 1; }
    sleep 2
  done
}

answers() { [ "$(ask "$1" ping 2>/dev/null)" = PONG ] && [ -n "$(address "$1")" ]; }

is_whole() { ask "$1" cluster info | grep -q 'cluster_state:ok'; }

addresses=
for node in $nodes; do
  until_it answers "$node"
  addresses="$addresses $(address "$node")"
done
first=${nodes%% *}

if ask "$first" cluster info | grep -q 'cluster_slots_assigned:0'; then
  # shellcheck disable=SC2086 # they are words
  redis-cli --cluster create $addresses --cluster-replicas 1 --cluster-yes
else
  for each in $addresses; do ask "$first" cluster meet "${each%:*}" "${each#*:}"; done
fi
for node in $nodes; do until_it is_whole "$node"; done
echo "the cluster is whole"
