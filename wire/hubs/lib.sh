# Sourced by run and do, which set $hubs, $name and $dir; sources $name.sh, which says how that hub is started:
#   prepare            finds or installs it; sets $title, $instances, $has_store, $path, $up, $drain_signal, $dialect
#   start_instance N   starts an instance at $(port N)
# shellcheck shell=bash disable=SC2034

root=$(cd "$hubs/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
base=${WIRE_PORTS:-28100}
origin=https://pages.example
heartbeat=4 # s: what fact 15 asks for, where it can be set
key=the-suite-publishes-with-this-key # it never leaves 127.0.0.1
peers=$root/bench/peers
instances=2
has_store=yes
path=
up=/up
drain_signal=TERM
dialect=()

# port N|nginx|caddy|admin|redis
port() {
  case $1 in
    nginx) echo $((base + 11)) ;;
    caddy) echo $((base + 12)) ;;
    admin) echo $((base + 13)) ;;
    redis) echo $((base + 14)) ;;
    *) echo $((base + $1)) ;;
  esac
}

# spawn NAME COMMAND…: in a process group of its own, whose leader's id is in NAME.pid
spawn() {
  local what=$1
  shift
  (cd "$dir" && exec setsid "$@" </dev/null >>"$dir/$what.log" 2>&1) &
  echo $! >"$dir/$what.pid"
  disown
}

# await_up PORT [PATH]
await_up() {
  for _ in $(seq 300); do
    if curl -fsS --max-time 2 -o /dev/null "http://127.0.0.1:$1${2:-$up}" 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "hubs: nothing answers at port $1; what was started there says:" >&2
  tail -n 5 "$dir"/*.log >&2
  return 1
}

# fill TEMPLATE FILE NAME=VALUE…: @NAME@ becomes VALUE
fill() {
  local template=$1 file=$2 pair
  shift 2
  cp "$template" "$file"
  for pair in "$@"; do sed -i "s|@${pair%%=*}@|${pair#*=}|g" "$file"; done
}

# the installed one, else the one inside the app's jar
redis_server() {
  local inside=redis-server-7.0.15-linux-amd64 unpacked=$dir/redis-server
  command -v redis-server && return
  [ "$(uname -m)" = x86_64 ] || inside=redis-server-7.0.15-linux-arm64
  if [ ! -x "$unpacked" ]; then
    (cd "$dir" && "${java%java}jar" --extract --file "$root/app/target/parley.jar" "$inside" && mv "$inside" "$unpacked") || return 1
    chmod +x "$unpacked"
  fi
  echo "$unpacked"
}

# redis_ask COMMAND: prints the first line of the answer
redis_ask() {
  local line=''
  { exec 3<>"/dev/tcp/127.0.0.1/$(port redis)"; } 2>/dev/null || return 1
  printf '%s\r\n' "$1" >&3
  read -r -t 5 line <&3 || true
  exec 3>&-
  echo "$line"
}

start_store() {
  [ "$has_store" = yes ] || return 0
  spawn redis "$(redis_server)" --port "$(port redis)" --bind 127.0.0.1 --save '' --appendonly no --dir "$dir"
  for _ in $(seq 100); do
    if redis_ask PING | grep -q PONG; then return; fi
    sleep 0.05
  done
  echo "hubs: Redis did not start" >&2
  return 1
}

redis_version() { "$(redis_server)" --version | sed 's/.*v=\([0-9.]*\).*/\1/'; }

# nginx is in sbin, which is not on everyone's path; WIRE_CADDY is another Caddy than the installed one
program() {
  if [ "$1" = caddy ] && [ -n "${WIRE_CADDY:-}" ]; then
    echo "$WIRE_CADDY"
  else
    PATH=$PATH:/usr/sbin:/usr/local/sbin command -v "$1"
  fi
}

# in front of all instances, with deploy/'s files: only addresses and the path of readiness are others
start_proxy() {
  local addresses=() i program
  program=$(program "$1")
  for i in $(seq "$instances"); do addresses+=("127.0.0.1:$(port "$i")"); done
  mkdir -p "$dir/$1"
  "configure_$1" "${addresses[@]}" >"$dir/$1/configuration"
  case $1 in
    nginx) spawn nginx "$program" -e stderr -p "$dir/nginx" -c "$dir/nginx/configuration" -g "pid $dir/nginx/pid; daemon off;" ;;
    caddy) HOME=$dir/caddy XDG_DATA_HOME=$dir/caddy XDG_CONFIG_HOME=$dir/caddy \
      spawn caddy "$program" run --adapter caddyfile --config "$dir/caddy/configuration" ;;
  esac
  await_up "$(port "$1")"
}

configure_nginx() {
  local options servers='' temporary='' address what
  options=$(sed -n 's/^ *server parley-1:7070 *\(.*\);.*/\1/p' "$root/deploy/nginx.conf")
  for address in "$@"; do servers+="server $address $options; "; done
  for what in client_body proxy fastcgi uwsgi scgi; do temporary+="${what}_temp_path $dir/nginx/$what; "; done
  sed -e "s|^ *server parley-1:7070.*|$servers|" -e '/^ *server parley-2:7070/d' \
    -e "s|listen 8080|listen 127.0.0.1:$(port nginx)|" -e "s|^http {|http { $temporary|" "$root/deploy/nginx.conf"
}

configure_caddy() {
  printf '{\nadmin 127.0.0.1:%s\n}\n' "$(port admin)"
  sed -e "s|parley-1:7070 parley-2:7070|$*|" -e "s|^:8080 {|http://127.0.0.1:$(port caddy) {|" \
    -e "s|health_uri /readyz|health_uri $up|" "$root/deploy/Caddyfile"
}

# shellcheck source=parley.sh
. "$hubs/$name.sh"
