package dev.parley.wire.hub;

import dev.parley.wire.sse.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Numbered messages of one channel: which were said, and whether a stream heard them all, once, in order.
 * Threading: a {@link Speaker} adds while others ask; everything is under its monitor.
 */
public final class Series {
    private static final int SHOWN = 8;

    private final String channel;
    private final String mark =
            String.format(Locale.ROOT, "wire%08xn", ThreadLocalRandom.current().nextInt());
    private final Pattern pattern = Pattern.compile(mark + "(\\d{6})z");
    private final Set<Integer> acknowledged = new HashSet<>();
    private int next;

    Series(String channel) {
        this.channel = channel;
    }

    public String channel() {
        return channel;
    }

    /** What to look for in a stream. */
    public String mark(int number) {
        return String.format(Locale.ROOT, "%s%06dz", mark, number);
    }

    public synchronized int next() {
        return next++;
    }

    public synchronized void acknowledge(int number) {
        acknowledged.add(number);
    }

    /** How many were acknowledged. */
    public synchronized int count() {
        return acknowledged.size();
    }

    /** The newest that was acknowledged, or -1. */
    public synchronized int last() {
        return acknowledged.stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** All numbers in these events, as they came. */
    public List<Integer> heard(List<Block> blocks) {
        List<Integer> numbers = new ArrayList<>();
        for (Block block : blocks) {
            Matcher matcher = pattern.matcher(block.data());
            while (matcher.find()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }

    public int lastHeard(List<Block> blocks) {
        return heard(blocks).stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /**
     * What is wrong with what a stream heard, or nothing. What was said without an answer may be missing.
     *
     * @param after the last number before the stream began
     */
    public synchronized Optional<String> fault(int after, List<Integer> heard) {
        Set<Integer> once = new HashSet<>();
        List<Integer> twice = heard.stream().filter(number -> !once.add(number)).toList();
        List<Integer> lost = acknowledged.stream()
                .filter(number -> number > after && !once.contains(number))
                .sorted()
                .toList();
        List<Integer> old =
                heard.stream().filter(number -> number <= after).distinct().toList();
        List<String> faults = new ArrayList<>();
        add(faults, "lost", lost);
        add(faults, "heard twice:", twice);
        add(faults, "from before the cursor:", old);
        if (!isAscending(heard)) {
            faults.add("out of order");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    private static void add(List<String> faults, String what, List<Integer> numbers) {
        if (!numbers.isEmpty()) {
            String shown =
                    numbers.stream().limit(SHOWN).map(number -> "#" + number).collect(Collectors.joining(" "));
            faults.add(what + " " + numbers.size() + " (" + shown + (numbers.size() > SHOWN ? " …" : "") + ")");
        }
    }

    private static boolean isAscending(List<Integer> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) < numbers.get(i - 1)) {
                return false;
            }
        }
        return true;
    }
}
