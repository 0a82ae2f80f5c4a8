package dev.parley.simulate.storm;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.model.HashSlot;
import dev.parley.simulate.model.Placement;
import dev.parley.simulate.units.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * A chat that goes on: someone says something at random times, an instance takes it, the shard of the channel tells those instances
 * that have listeners, and they deliver it. Each of them does one thing after the other. A message has arrived when the last listener of
 * its instance has it, which is later than it is for most.
 */
final class Scene {
    final Agenda agenda = new Agenda();
    final Prices prices;
    final SplittableRandom random;
    final Timeline timeline;

    private final Chat chat;
    private final double seconds;
    private final Station[] instances;
    private final Station[] shards; // and one that has nothing yet
    private final int[] slots; // of each channel
    private final int[] shardOfSlot = new int[HashSlot.COUNT];
    private final List<List<Seat>> seats = new ArrayList<>(); // of each channel
    private final boolean[] isGone; // of each instance
    private final Map<Integer, List<Stream>> away = new HashMap<>(); // by channel
    private final BitSet concerned = new BitSet(); // channels
    private long said;
    private long due; // deliveries

    Scene(Chat chat, Deployment deployment, Units units, double seconds, long seed) {
        this.chat = chat;
        this.seconds = seconds;
        Placement placement = Placement.of(chat, deployment.instances(), seed);
        Forecast steady = new Forecast(chat, deployment, placement, units);
        prices = Prices.of(units, steady, chat.rate() / deployment.instances());
        random = new SplittableRandom(seed);
        timeline = new Timeline(seconds);
        instances = stations(deployment.instances());
        shards = stations(deployment.shards() + 1);
        isGone = new boolean[instances.length];
        slots = new int[placement.channels()];
        Arrays.setAll(slots, placement::slot);
        Arrays.setAll(shardOfSlot, slot -> HashSlot.shard(slot, deployment.shards()));
        for (int channel = 0; channel < slots.length; channel++) {
            seats.add(seatsOf(placement, channel));
        }
    }

    /** The whole of it. */
    void run() {
        agenda.at(pause(), this::say);
        agenda.run();
    }

    long said() {
        return said;
    }

    /** How many deliveries there must be. */
    long due() {
        return due;
    }

    int instances() {
        return instances.length;
    }

    Station shard(int shard) {
        return shards[shard];
    }

    Station instance(int instance) {
        return instances[instance];
    }

    /** One that has no hash slots yet. */
    int spareShard() {
        return shards.length - 1;
    }

    int shardOf(int slot) {
        return shardOfSlot[slot];
    }

    void move(int slot, int shard) {
        shardOfSlot[slot] = shard;
    }

    /** All channels of some hash slots, on all instances: by slot. */
    Map<Integer, List<Seat>> seatsOf(IntPredicate slot) {
        Map<Integer, List<Seat>> these = new HashMap<>();
        for (int channel = 0; channel < slots.length; channel++) {
            if (slot.test(slots[channel])) {
                these.computeIfAbsent(slots[channel], any -> new ArrayList<>()).addAll(seats.get(channel));
            }
        }
        return these;
    }

    /** A seat stops hearing, and all of its channel are concerned from now on. */
    void deafen(Seat seat) {
        seat.hears = false;
        concerned.set(seat.channel);
    }

    /** Subscribes it again, and reads what it has missed. */
    void rehear(Seat seat) {
        double asked = instances[seat.instance].serve(agenda.now(), prices.rehear());
        agenda.at(asked, () -> {
            double answered = shardOf(seat).serve(agenda.now(), prices.rehearRedis());
            agenda.at(answered, () -> hears(seat));
        });
    }

    /** All streams of an instance, which takes no new ones from now on, and in the order of chance. */
    List<Stream> leave(int instance) {
        isGone[instance] = true;
        List<Stream> all = new ArrayList<>();
        for (List<Seat> ofChannel : seats) {
            for (Seat seat : ofChannel) {
                for (int i = 0; seat.instance == instance && i < seat.listeners; i++) {
                    all.add(new Stream(seat.channel));
                }
            }
        }
        for (int i = all.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Stream swapped = all.set(i, all.get(other));
            all.set(other, swapped);
        }
        return all;
    }

    /** It is back, without streams. */
    void revive(int instance) {
        isGone[instance] = false;
    }

    /** A stream of an instance is cut. */
    void cut(Stream stream, int instance) {
        for (Seat seat : seats.get(stream.channel)) {
            if (seat.instance == instance) {
                seat.listeners--;
            }
        }
        away.computeIfAbsent(stream.channel, channel -> new ArrayList<>()).add(stream);
    }

    /** It comes back, to any instance that is there. */
    void join(Stream stream) {
        int instance = random.nextInt(instances.length);
        while (isGone[instance]) {
            instance = random.nextInt(instances.length);
        }
        Seat seat = seatOf(stream.channel, instance);
        boolean isFirst = seat.listeners == 0;
        double begun = instances[instance].serve(agenda.now(), isFirst ? prices.firstJoin() : prices.join());
        agenda.at(begun, () -> {
            double read = shardOf(seat).serve(agenda.now(), isFirst ? prices.firstJoinRedis() : prices.joinRedis());
            agenda.at(isFirst ? read : agenda.now(), () -> joined(stream, seat));
        });
    }

    private void joined(Stream stream, Seat seat) {
        away.get(stream.channel).remove(stream);
        seat.listeners++;
        for (double when : stream.missed) {
            double done = instances[seat.instance].serve(agenda.now(), prices.deliver());
            timeline.add(when, done - when, 1, true);
        }
    }

    private void hears(Seat seat) {
        seat.hears = true;
        for (double when : seat.missed) {
            deliver(seat, when);
        }
        seat.missed.clear();
    }

    private void say() {
        double now = agenda.now();
        if (now >= seconds) {
            return;
        }
        said++;
        int channel = random.nextInt(chat.channels());
        int instance = random.nextInt(instances.length);
        while (isGone[instance]) {
            instance = random.nextInt(instances.length);
        }
        double taken = instances[instance].serve(now, prices.post());
        agenda.at(taken, () -> publish(channel, now));
        agenda.at(now + pause(), this::say);
    }

    private void publish(int channel, double when) {
        int told = 0;
        for (Seat seat : seats.get(channel)) {
            told += seat.listeners > 0 ? 1 : 0;
        }
        double published =
                shards[shardOfSlot[slots[channel]]].serve(agenda.now(), prices.postRedis() + told * prices.sendRedis());
        agenda.at(published, () -> tell(channel, when));
    }

    private void tell(int channel, double when) {
        for (Seat seat : seats.get(channel)) {
            due += seat.listeners;
            if (seat.listeners > 0 && seat.hears) {
                deliver(seat, when);
            } else if (seat.listeners > 0) {
                seat.missed.add(when);
            }
        }
        for (Stream stream : away.getOrDefault(channel, List.of())) {
            due++;
            stream.missed.add(when);
        }
    }

    private void deliver(Seat seat, double when) {
        if (seat.listeners > 0) {
            double done =
                    instances[seat.instance].serve(agenda.now(), prices.hear() + seat.listeners * prices.deliver());
            timeline.add(when, done - when, seat.listeners, concerned.get(seat.channel));
        }
    }

    private Seat seatOf(int channel, int instance) {
        for (Seat seat : seats.get(channel)) {
            if (seat.instance == instance) {
                return seat;
            }
        }
        Seat fresh = new Seat(channel, instance, 0);
        seats.get(channel).add(fresh);
        return fresh;
    }

    private Station shardOf(Seat seat) {
        return shards[shardOfSlot[slots[seat.channel]]];
    }

    /** Between two messages: exponential, so that their number in a time is Poisson's. */
    private double pause() {
        return -Math.log(1 - random.nextDouble()) / chat.rate();
    }

    private static List<Seat> seatsOf(Placement placement, int channel) {
        List<Seat> these = new ArrayList<>();
        for (int entry = placement.first(channel); entry < placement.first(channel + 1); entry++) {
            these.add(new Seat(channel, placement.instance(entry), placement.listeners(entry)));
        }
        return these;
    }

    private static Station[] stations(int count) {
        Station[] stations = new Station[count];
        Arrays.setAll(stations, i -> new Station());
        return stations;
    }
}
