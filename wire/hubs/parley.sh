# Parley as the Procfile starts it, on two instances over one Redis. This machine is one client, so no limits for one.
# shellcheck shell=bash disable=SC2034,SC2154
room=60

prepare() {
  [ -f "$root/app/target/parley.jar" ] || { echo "hubs: app/target/parley.jar is not built" >&2; return 1; }
  title="Parley $(git -C "$root" describe --always 2>/dev/null || true), Redis $(redis_version)"
  up=/readyz
  # through a proxy there is room on all of them
  if [ -n "${through:-}" ]; then dialect=(--room "$((room * instances))"); else dialect=(--room "$room"); fi
}

start_instance() {
  PARLEY_POST_RATE=off PARLEY_STREAMS_PER_ADDRESS=off PARLEY_ADDRESS_LIMITS=off \
    spawn "instance-$1" "$java" "@$root/app/jvm.options" -XX:TieredStopAtLevel=1 -jar "$root/app/target/parley.jar" \
    --host 127.0.0.1 --port "$(port "$1")" --redis-url "redis://127.0.0.1:$(port redis)" \
    --max-streams "$room" --drain 2s --trusted-proxies 127.0.0.1 --origins "$origin"
}
