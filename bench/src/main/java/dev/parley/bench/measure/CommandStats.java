package dev.parley.bench.measure;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often a Redis has run which command, scripts' commands included (redis.io/commands/info). */
public record CommandStats(Map<String, Long> calls) {
    private static final Set<String> HISTORY_READS = Set.of("xrange", "lrange");

    private static final int ANSWER_MILLIS = 5_000;

    public static CommandStats of(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("INFO commandstats\r\n".getBytes(StandardCharsets.US_ASCII));
            return parse(bulkString(new BufferedInputStream(socket.getInputStream())));
        }
    }

    public CommandStats since(CommandStats before) {
        Map<String, Long> difference = new HashMap<>();
        calls.forEach((command, count) -> difference.put(command, count - before.calls.getOrDefault(command, 0L)));
        return new CommandStats(difference);
    }

    /** All commands but those that only ask how Redis is. */
    public long total() {
        return calls.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("info") && !entry.getKey().equals("ping"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Reads of a part of a stream or list; not XREVRANGE, with which Parley's script looks for the newest id. */
    public long rangeReads() {
        return calls.entrySet().stream()
                .filter(entry -> HISTORY_READS.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** @param info lines such as {@code cmdstat_xrange:calls=3,usec=12,…} */
    static CommandStats parse(String info) {
        Map<String, Long> calls = new HashMap<>();
        info.lines().filter(line -> line.startsWith("cmdstat_")).forEach(line -> {
            String command = line.substring("cmdstat_".length(), line.indexOf(':'));
            String count = line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(','));
            calls.put(command, Long.parseLong(count));
        });
        return new CommandStats(calls);
    }

    private static String bulkString(InputStream in) throws IOException {
        StringBuilder length = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            length.append((char) next);
        }
        return new String(in.readNBytes(Integer.parseInt(length.substring(1).strip())), StandardCharsets.UTF_8);
    }
}
