package dev.parley.simulate.report;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.model.Sizing;
import dev.parley.simulate.units.Units;
import java.util.List;

/** What chats of several sizes need. */
public final class SizingTable {
    private static final double MEGA = 1e6;
    private static final double LEAST_MEMORY = 512 * MEGA;

    /** An instance's heap is half of its memory, and the newest messages of its channels take a quarter of that. */
    private static final double HEAP_SHARE = 0.5;

    private static final double LOGS_SHARE = 0.25;

    private SizingTable() {}

    static String usual(Units units, long seed) {
        return of(
                List.of(
                        Chat.of("100 rooms of 10, 10 messages/s", 100, 1_000, 10),
                        Chat.of("1,000 rooms of 10, 100 messages/s", 1_000, 10_000, 100),
                        Chat.of("5,000 rooms of 10, 500 messages/s", 5_000, 50_000, 500),
                        Chat.of("10,000 rooms of 10, 1,000 messages/s", 10_000, 100_000, 1_000),
                        Chat.of("50,000 rooms of 10, 5,000 messages/s", 50_000, 500_000, 5_000),
                        LoadTable.ROOMS,
                        Chat.of("one room of 10,000, 10 messages/s", 1, 10_000, 10),
                        Chat.of("one room of 100,000, 10 messages/s", 1, 100_000, 10),
                        Chat.of("one room of 1,000,000, 10 messages/s", 1, 1_000_000, 10),
                        Chat.of("50,000 people, each alone on user-…:inbox, 500 messages/s", 50_000, 50_000, 500)),
                units,
                seed);
    }

    /** A row for each. */
    public static String of(List<Chat> chats, Units units, long seed) {
        Table table = new Table(
                "chat",
                "instances",
                "hear",
                "Redis",
                "busiest instance",
                "streams",
                "memory",
                "busiest Redis",
                "its memory");
        for (Chat chat : chats) {
            row(table, Sizing.of(chat, units, seed));
        }
        return table.toString();
    }

    private static void row(Table table, Sizing.Result result) {
        Forecast without = result.without();
        Deployment whole = result.whole();
        table.row(
                result.chat().name(),
                Integer.toString(whole.instances()),
                whole.hear() == Deployment.Hear.ALL ? "`all`" : "`interest`",
                whole.shards() == 1 ? "1" : whole.shards() + " masters",
                Words.percent(without.instanceCpu().worst()),
                Words.count(without.streams().worst()),
                Words.bytes(memory(without)),
                Words.percent(without.shardCpu().worst()),
                Words.bytes(without.shardMemory().worst()) + " + history");
    }

    /** Bytes that an instance should be given: in whole 256 MB, such that its streams and least logs fill half of its heap. */
    private static double memory(Forecast forecast) {
        double logs = forecast.channels().worst() * forecast.channelBytes() / (HEAP_SHARE * LOGS_SHARE);
        double needed = Math.max(2 * forecast.instanceMemory().worst(), logs);
        return Math.max(LEAST_MEMORY, Math.ceil(needed / (256 * MEGA)) * 256 * MEGA);
    }
}
