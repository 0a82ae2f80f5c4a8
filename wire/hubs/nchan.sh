# nchan with Redis, on two nginx, as bench/peers configures it; besides, several channels on one stream (README, "Channel IDs").
# shellcheck shell=bash disable=SC2034,SC2154

prepare() {
  local found
  read -r -a found < <("$peers/nchan/install" ${HUB_CHECK:+--check})
  [ "${#found[@]}" -eq 3 ] || return 1
  nginx=${found[0]}
  title="nchan ${found[2]%%+*}, Redis $(redis_version)"
  title=${title/1:/}
  drain_signal=QUIT # nginx' graceful end
}

start_instance() {
  local at=$dir/nchan-$1
  mkdir -p "$at/tmp"
  fill "$peers/nchan/nchan-redis.conf" "$at/nginx.conf" "PORT=$(port "$1")" "REDIS_PORT=$(port redis)" "HEARTBEAT=$heartbeat"
  # shellcheck disable=SC2016
  sed -i -e 's|\^/sub/(\[\\w-\]+)\$|^/sub/([\\w,-]+)$|' -e 's|nchan_subscriber eventsource;|& nchan_channel_id_split_delimiter ",";|' \
    -e 's|nchan_shared_memory_size 512M|nchan_shared_memory_size 64M|' "$at/nginx.conf"
  spawn "instance-$1" "$nginx" -p "$at" -c "$at/nginx.conf" -e stderr -g 'daemon off;'
}
