package dev.parley.simulate.storm;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.HashSlot;
import dev.parley.simulate.units.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Something that happens while people talk. */
public enum Storm {
    SHARD_DIES("a shard dies, its replica takes over") {
        @Override
        void begin(Scene scene) {
            double back = scene.agenda.now() + NODE_TIMEOUT + ELECTION;
            scene.shard(0).holdUntil(back);
            List<Seat> seats = all(scene.seatsOf(slot -> scene.shardOf(slot) == 0));
            seats.forEach(scene::deafen);
            // each instance notices in its own time, as its readers of the cluster's state do
            double[] noticed = new double[scene.instances()];
            Arrays.setAll(noticed, i -> back + scene.random.nextDouble() * TICK);
            Map<Integer, List<Seat>> ofInstance = seats.stream().collect(Collectors.groupingBy(seat -> seat.instance));
            ofInstance.forEach((instance, its) -> rehear(scene, noticed[instance], its));
        }

        /** Some at a time, as instances do. */
        private void rehear(Scene scene, double from, List<Seat> seats) {
            int atOnce = Math.max(AT_ONCE, seats.size() / MOST_STEPS);
            for (int i = 0; i < seats.size(); i++) {
                Seat seat = seats.get(i);
                int step = i / atOnce;
                scene.agenda.at(from + step * PAUSE, () -> scene.rehear(seat));
            }
        }
    },
    INSTANCE_DIES("an instance dies, its streams return") {
        @Override
        void begin(Scene scene) {
            for (Stream stream : scene.leave(0)) {
                scene.cut(stream, 0);
                scene.agenda.at(scene.agenda.now() + retry(scene), () -> scene.join(stream));
            }
        }
    },
    ROLLING_DRAIN("three instances are restarted, one after the other") {
        @Override
        void begin(Scene scene) {
            for (int i = 0; i < Math.min(3, scene.instances() - 1); i++) {
                int instance = i;
                double from = scene.agenda.now() + i * (DRAIN + RESTART);
                scene.agenda.at(from, () -> drain(scene, instance));
                scene.agenda.at(from + DRAIN + RESTART, () -> scene.revive(instance));
            }
        }

        private void drain(Scene scene, int instance) {
            List<Stream> streams = scene.leave(instance);
            for (int i = 0; i < streams.size(); i++) {
                Stream stream = streams.get(i);
                double cut = scene.agenda.now() + DRAIN * i / streams.size();
                scene.agenda.at(cut, () -> {
                    scene.cut(stream, instance);
                    scene.agenda.at(cut + retry(scene), () -> scene.join(stream));
                });
            }
        }
    },
    SLOTS_MOVE("all hash slots of a shard move to a new one") {
        @Override
        void begin(Scene scene) {
            int from = 0;
            int to = scene.spareShard();
            Map<Integer, List<Seat>> seats = scene.seatsOf(slot -> scene.shardOf(slot) == from);
            List<Integer> slots = IntStream.range(0, HashSlot.COUNT)
                    .filter(slot -> scene.shardOf(slot) == from)
                    .boxed()
                    .toList();
            for (int i = 0; i < slots.size(); i++) {
                int slot = slots.get(i);
                double when = scene.agenda.now() + MOVING * i / slots.size();
                scene.agenda.at(when, () -> {
                    scene.shard(from).holdUntil(when + HELD_BY_SLOT);
                    scene.shard(to).holdUntil(when + HELD_BY_SLOT);
                    scene.agenda.at(
                            when + HELD_BY_SLOT, () -> move(scene, slot, to, seats.getOrDefault(slot, List.of())));
                });
            }
        }

        private void move(Scene scene, int slot, int to, List<Seat> seats) {
            scene.move(slot, to);
            seats.forEach(scene::deafen);
            seats.forEach(scene::rehear);
        }
    };

    /** When it begins, in seconds. */
    public static final double BEGIN = 5;

    // what is not measured by the units, but chosen here or read in the cluster's own tests
    private static final double NODE_TIMEOUT = 5; // cluster-node-timeout
    private static final double ELECTION = 1.7; // from there until the replica takes writes
    private static final double TICK = 1; // within which an instance learns of a new master
    private static final int AT_ONCE = 80; // channels that an instance reads again and tells of, every so often
    private static final double PAUSE = 0.05;
    private static final int MOST_STEPS = 20; // in which all are
    private static final double LEAST_RETRY = 1; // of a client that was cut
    private static final double MOST_RETRY = 3;
    private static final double DRAIN = 10; // --drain
    private static final double RESTART = 5;
    private static final double MOVING = 16; // seconds for all
    private static final double HELD_BY_SLOT = 0.002; // while the keys of a slot travel, both shards do nothing else

    private final String title;

    Storm(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Lets it happen now. */
    abstract void begin(Scene scene);

    /**
     * What people notice of it.
     *
     * @param seconds how long they talk
     */
    public Timeline over(Chat chat, Deployment deployment, Units units, double seconds, long seed) {
        Scene scene = new Scene(chat, deployment, units, seconds, seed);
        scene.agenda.at(BEGIN, () -> begin(scene));
        scene.run();
        return scene.timeline;
    }

    private static double retry(Scene scene) {
        return LEAST_RETRY + scene.random.nextDouble() * (MOST_RETRY - LEAST_RETRY);
    }

    private static List<Seat> all(Map<Integer, List<Seat>> seats) {
        return seats.values().stream().flatMap(List::stream).toList();
    }
}
