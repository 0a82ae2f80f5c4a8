package dev.parley.simulate.model;

import dev.parley.simulate.units.Units;

/**
 * How many instances and masters a chat needs: none is busier than half a core, and an instance holds 20,000 streams at most, also
 * while one of them is away.
 */
public final class Sizing {
    private static final double MOST_CPU = 0.5;
    private static final int MOST_STREAMS = 20_000;
    private static final int LEAST_INSTANCES = 2;
    private static final int MOST_INSTANCES = 1_000;
    private static final int MOST_SHARDS = 48;
    private static final int ALL_UP_TO = 3; // instances; with more, most of what is said is foreign to each

    private Sizing() {}

    /**
     * What it comes to.
     *
     * @param whole the deployment
     * @param without the forecast while one instance is away
     */
    public record Result(Chat chat, Deployment whole, Forecast without) {}

    /**
     * The smallest deployment that carries this chat.
     *
     * @throws IllegalArgumentException when no deployment that is tried is large enough
     */
    public static Result of(Chat chat, Units units, long seed) {
        for (int instances = LEAST_INSTANCES; instances <= MOST_INSTANCES; instances = next(instances)) {
            boolean mayHearAll = instances <= ALL_UP_TO;
            for (int shards = 1; shards <= MOST_SHARDS; shards = shards == 1 ? 3 : shards * 2) {
                Deployment left = mayHearAll && shards == 1
                        ? Deployment.all(instances - 1)
                        : Deployment.byInterest(instances - 1, shards);
                Forecast forecast = Forecast.of(chat, left, units, seed);
                if (forecast.instanceCpu().worst() > MOST_CPU
                        || forecast.streams().worst() > MOST_STREAMS) {
                    break;
                }
                if (forecast.shardCpu().worst() <= MOST_CPU) {
                    return new Result(chat, new Deployment(instances, shards, left.hear()), forecast);
                }
            }
        }
        throw new IllegalArgumentException(
                "more than " + MOST_INSTANCES + " instances or " + MOST_SHARDS + " masters; make channels smaller");
    }

    private static int next(int instances) {
        return instances + Math.max(1, instances / 10);
    }
}
