# Centrifugo with its Redis engine as bench/peers configures it, on two instances.
# shellcheck shell=bash disable=SC2034,SC2154

prepare() {
  local found
  read -r -a found < <("$peers/centrifugo/install" ${HUB_CHECK:+--check})
  [ "${#found[@]}" -eq 2 ] || return 1
  centrifugo=${found[0]}
  title="Centrifugo ${found[1]}, Redis $(redis_version)"
  up=/health
  dialect=(--key "$key")
}

start_instance() {
  local at=$dir/centrifugo-$1
  mkdir -p "$at"
  fill "$peers/centrifugo/config.json" "$at/config.json" "PORT=$(port "$1")" "REDIS_PORT=$(port redis)" "API_KEY=$key" \
    "HEARTBEAT=$heartbeat"
  sed -i "s|\"log_level\"|\"allowed_origins\": [\"$origin\"], &|" "$at/config.json"
  spawn "instance-$1" "$centrifugo" --config "$at/config.json"
}
