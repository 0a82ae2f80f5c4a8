package dev.parley.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a library came through a trial.
 *
 * @param wrong messages that were handed out otherwise than they were said
 * @param outOfOrder messages that came after one that stands behind them in the same channel's history
 * @param p99Millis within which 99 of 100 messages that were heard were printed, from when their POST was answered
 */
record Outcome(int lost, int twice, int wrong, int outOfOrder, boolean gaveUp, long p99Millis) {
    /** Of the messages from one number to another, the latter excluded. */
    static Outcome of(Listener listener, Talk talk, int from, int to, int channels, Map<Integer, JsonNode> truth) {
        List<Listener.Heard> heard = listener.heard(from, to);
        Set<Integer> numbers = new HashSet<>();
        int twice = 0;
        int wrong = 0;
        int outOfOrder = 0;
        List<Integer> history = List.copyOf(truth.keySet()); // an injected message may come after one said later
        int[] last = new int[channels];
        for (Listener.Heard each : heard) {
            twice += numbers.add(each.number()) ? 0 : 1;
            wrong += each.message().equals(truth.get(each.number())) ? 0 : 1;
            int channel = each.number() % channels;
            int place = history.indexOf(each.number());
            outOfOrder += place < last[channel] ? 1 : 0;
            last[channel] = Math.max(last[channel], place);
        }
        int lost = to - from - numbers.size();
        return new Outcome(lost, twice, wrong, outOfOrder, listener.hasGivenUp(), p99Millis(heard, talk));
    }

    private static long p99Millis(List<Listener.Heard> heard, Talk talk) {
        long[] waits = heard.stream()
                .mapToLong(each -> Math.max(0, each.at() - talk.saidAt(each.number())))
                .sorted()
                .toArray();
        return waits.length == 0 ? 0 : waits[(int) Math.ceil(waits.length * 0.99) - 1] / 1_000_000;
    }

    boolean isOk() {
        return lost + twice + wrong + outOfOrder == 0 && !gaveUp;
    }

    @Override
    public String toString() {
        if (isOk()) {
            return "ok";
        }
        StringBuilder text = new StringBuilder(gaveUp ? ", gives up" : "");
        for (var count : Map.of("lost", lost, "twice", twice, "wrong", wrong, "out of order", outOfOrder)
                .entrySet()) {
            text.append(
                    count.getValue() == 0
                            ? ""
                            : String.format(Locale.ROOT, ", %d %s", count.getValue(), count.getKey()));
        }
        return text.substring(2);
    }
}
