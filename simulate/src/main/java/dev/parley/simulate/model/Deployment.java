package dev.parley.simulate.model;

/** What serves them: so many instances and masters of Redis. */
public record Deployment(int instances, int shards, Hear hear) {
    /** What instances hear: {@code --hear}. */
    public enum Hear {
        ALL,
        INTEREST
    }

    public Deployment {
        if (instances < 1 || shards < 1) {
            throw new IllegalArgumentException("there must be an instance and a Redis");
        }
        if (shards > 1 && hear == Hear.ALL) {
            throw new IllegalArgumentException("over several shards instances hear by interest");
        }
    }

    public static Deployment all(int instances) {
        return new Deployment(instances, 1, Hear.ALL);
    }

    public static Deployment byInterest(int instances, int shards) {
        return new Deployment(instances, shards, Hear.INTEREST);
    }
}
