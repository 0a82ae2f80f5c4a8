#!/usr/bin/env bash
# curl -N, by hand: the loop comes back with the last id. Needs nothing but curl and bash.
url=$1 last= retry=3

heard() { printf '{"id":"%s","message":%s}\n' "$id" "$data"; }

while :; do
  id= event= data=
  while IFS= read -r line; do
    case $line in
      id:*) id=${line#id: } ;;
      event:*) event=${line#event: } ;;
      data:*) data=${line#data: } ;;
      retry:*) retry=${line#retry: } retry=$((${retry} / 1000)).$((${retry} % 1000 / 100)) ;;
      '')
        last=${id:-$last}
        case $event in '' | note) [ -z "$data" ] || heard ;; esac
        id= event= data=
        ;;
    esac
  done < <(curl -sN -H 'Accept: text/event-stream' ${last:+-H "Last-Event-ID: $last"} "$url")
  sleep "$retry"
done
