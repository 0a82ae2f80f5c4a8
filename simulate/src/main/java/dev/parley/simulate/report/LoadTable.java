package dev.parley.simulate.report;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.model.Spread;
import dev.parley.simulate.units.Units;
import java.util.List;

/** What 100 instances with 1,000,000 listeners have to do. */
final class LoadTable {
    static final int INSTANCES = 100;
    static final int LISTENERS = 1_000_000;

    /** Many rooms, and people in all of them. */
    static final Chat ROOMS = Chat.of("100,000 rooms of 10, 10,000 messages/s", 100_000, LISTENERS, 10_000);

    private static final Chat CROWD = Chat.of("one room of 1,000,000, 10 messages/s", 1, LISTENERS, 10);
    private static final Chat MIXED = Chat.of(
                    "100,000 rooms by Zipf's law (the largest: 83,000), 10,000 messages/s", 100_000, LISTENERS, 10_000)
            .byZipf(1);
    private static final List<Deployment> DEPLOYMENTS = List.of(
            Deployment.all(INSTANCES),
            Deployment.byInterest(INSTANCES, 1),
            Deployment.byInterest(INSTANCES, 3),
            Deployment.byInterest(INSTANCES, 6));

    private LoadTable() {}

    static String of(Units units, long seed) {
        StringBuilder text = new StringBuilder();
        for (Chat chat : List.of(ROOMS, CROWD, MIXED)) {
            Table table = new Table(
                    chat.name(),
                    "instance: mean, worst",
                    "hears/s",
                    "delivers/s",
                    "out/s",
                    "Redis: mean, worst",
                    "tells/s",
                    "out/s",
                    "connections",
                    "subscriptions");
            for (Deployment deployment : DEPLOYMENTS) {
                row(table, Forecast.of(chat, deployment, units, seed), deployment);
            }
            text.append(table).append('\n');
        }
        return text.toString();
    }

    private static void row(Table table, Forecast forecast, Deployment deployment) {
        table.row(
                name(deployment),
                cores(forecast.instanceCpu()),
                Words.count(forecast.heard().mean()),
                Words.count(forecast.deliveries().mean()),
                Words.bytes(forecast.bytesOut().mean()),
                cores(forecast.shardCpu()),
                Words.count(forecast.sends().mean()),
                Words.bytes(forecast.shardBytesOut().mean()),
                Words.count(forecast.shardConnections()),
                Words.bytes(forecast.shardMemory().worst()));
    }

    /** Messages/s at which one Redis is busy all the time that tells all of them everything. */
    static double endOfAll(Units units, long seed) {
        return 1e6 / Forecast.of(ROOMS, Deployment.all(INSTANCES), units, seed).redisMicrosPerMessage();
    }

    static String name(Deployment deployment) {
        String hear = deployment.hear() == Deployment.Hear.ALL ? "`all`" : "`interest`";
        return hear + (deployment.shards() == 1 ? ", one Redis" : ", " + deployment.shards() + " masters");
    }

    private static String cores(Spread spread) {
        return Words.percent(spread.mean()) + ", " + Words.percent(spread.worst());
    }
}
