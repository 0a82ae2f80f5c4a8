# Mercure as bench/peers configures it, with the transport that keeps history. Its free version is one instance.
# shellcheck shell=bash disable=SC2034,SC2154

prepare() {
  local found
  read -r -a found < <("$peers/mercure/install" ${HUB_CHECK:+--check})
  [ "${#found[@]}" -eq 3 ] || return 1
  mercure=${found[0]}
  title="Mercure ${found[1]}, Caddy ${found[2]}"
  instances=1
  has_store=no
  path=/.well-known/mercure
  dialect=(--key "$key")
}

start_instance() {
  local at=$dir/mercure
  mkdir -p "$at"
  fill "$peers/mercure/Caddyfile" "$at/Caddyfile" "PORT=$(port "$1")" "KEY=$key" "TRANSPORT=bolt { path $at/mercure.db }" \
    "HEARTBEAT=$heartbeat" "DIRECTORY=$at"
  # without a grace period Caddy waits for streams for ever
  sed -i -e "s|^\(\s*\)admin off|&\n\1grace_period 2s|" -e "s|^\(\s*\)anonymous|&\n\1cors_origins $origin|" -e 's|bolt { path \(.*\) }|bolt {\n\t\t\tpath \1\n\t\t}|' "$at/Caddyfile"
  spawn "instance-$1" "$mercure" run --adapter caddyfile --config "$at/Caddyfile"
}
