package dev.parley.simulate.report;

import dev.parley.simulate.storm.Storm;
import dev.parley.simulate.storm.Timeline;
import dev.parley.simulate.units.Cost;
import dev.parley.simulate.units.Unit;
import dev.parley.simulate.units.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes its part of docs/scaling.md, between two marks, and the plots that it shows. */
public final class Page {
    private static final String BEGIN = "<!-- from here on written by bin/simulate -->\n";
    private static final String END = "<!-- until here -->\n";

    private final Units units;
    private final Validation validation;
    private final long seed;

    public Page(Units units, Validation validation, long seed) {
        this.units = units;
        this.validation = validation;
        this.seed = seed;
    }

    /**
     * Writes all.
     *
     * @param page has the two marks
     * @param images directory of the plots, beside the page
     */
    public void write(Path page, Path images) throws IOException {
        Map<Storm, Timeline> storms = StormTable.storms(units, seed);
        Files.createDirectories(images);
        Files.writeString(images.resolve("simulated-scale.svg"), new ScalePlot(units, seed).svg());
        Files.writeString(images.resolve("simulated-storms.svg"), new StormPlot(storms).svg());
        Files.writeString(page, between(Files.readString(page), text(storms)));
    }

    /** @throws IllegalArgumentException when a mark is missing */
    static String between(String page, String part) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page lacks " + BEGIN.strip() + " or " + END.strip());
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + part + "\n" + page.substring(end);
    }

    private String text(Map<Storm, Timeline> storms) {
        return TEXT.replace("@SIZING@", SizingTable.usual(units, seed))
                .replace("@LOADS@", LoadTable.of(units, seed).strip() + "\n")
                .replace("@ALL@", Words.count(LoadTable.endOfAll(units, seed)))
                .replace("@STORMS@", StormTable.of(storms))
                .replace("@UNITS@", unitTable())
                .replace("@VALIDATION@", validation.table())
                .replace("@LOAD@", validation.load())
                .replace("@VERDICT@", verdict())
                .replace("@UNITS_ORIGIN@", units.origin())
                .replace("@RUNS_ORIGIN@", validation.origin());
    }

    private String verdict() {
        if (validation.holds()) {
            return "All " + validation.predictions() + " predictions are within 20 % of what was measured.";
        }
        return "**The model is wrong**: " + validation.misses() + " of " + validation.predictions()
                + " predictions are off by more than 20 % (in bold). Take what follows from it for an order of magnitude.";
    }

    private String unitTable() {
        Table table = new Table("unit", "at, per second", "median (least–most)");
        for (Unit unit : Unit.values()) {
            for (Cost.Point point : units.of(unit).points()) {
                table.row(
                        "`" + unit.key() + "`",
                        point.rate() == 0 ? "" : Words.count(point.rate()),
                        String.format(
                                Locale.ROOT, format(point.median()), point.median(), point.least(), point.most()));
            }
        }
        return table.toString();
    }

    private static String format(double value) {
        String one = Math.abs(value) < 1 ? "%.4f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f";
        return one.replaceFirst("%", "%1\\$") + " (" + one.replaceFirst("%", "%2\\$") + "–"
                + one.replaceFirst("%", "%3\\$") + ")";
    }

    private static final String TEXT = """
            ## How many

            By the simulation below: so many that none is busier than half a core and no instance holds more than 20,000 streams, also while one
            of them is away. The columns say what the busiest has to do then.

            @SIZING@
            *Memory* is what an instance should be given at least (`bin/run` and the image take half of it for the heap). *Its memory* is what subscriptions and
            connections take in a master; `--history-total` bounds the history. `bin/simulate --listeners 30000 --channels 2000 --rate 400` sizes
            your own chat; `--zipf 1` for rooms of very different sizes.

            ## A million listeners, simulated

            `bin/simulate` places people at random, channels by their hash slots, and adds up what each instance and each master has to do, from
            what one of everything costs. Nobody has run this: what it is made from was measured on one or two instances, and what it says of small deployments
            was compared with those. 100 instances, mean and worst:

            @LOADS@
            ![How busy the busiest instance and the busiest Redis are, as a chat grows](images/simulated-scale.svg)

            With `all`, Redis tells every instance of every message: one Redis ends at @ALL@ messages/s for 100 instances, whatever they serve. By
            interest it is the number of masters that bounds what can be said. What bounds a crowd in one room is delivering: that takes instances, and no
            Redis. As in all of this, each message is counted as a write of its own; under much load many leave in one, which costs a fraction.

            ### Storms

            100 instances, 6 masters (the table's number), the 100,000 rooms, one event after 5 s. Each instance is one core and each master one thread that does one
            thing after the other; a message counts as delivered when the last listener of its instance has it.

            ![How late messages arrive while a shard dies, an instance dies, instances are restarted, and slots move](images/simulated-storms.svg)

            @STORMS@
            Concerned are: the rooms of the dead shard (`cluster-node-timeout` 5 s: nobody can say anything there until its replica has taken over, and clients
            wait with what they have to say); the streams of the instance that died or drains, which come back after 1 to 3 s and read what they missed; the rooms
            whose slots have moved.

            ### Whether it is true

            The same load on real instances on one machine, and what the model says of it: @LOAD@. @VERDICT@

            @VALIDATION@
            CPU of all instances, and of all masters, together, in per cent of a core, without the JVMs' compilers, which an instance that is an hour old has done with; medians, with the least and the most of the rounds. `bin/bench --only validate` measures:
            @RUNS_ORIGIN@.

            ### What it is made from

            `bin/bench --only units` measures: @UNITS_ORIGIN@. Times are CPU in µs, the others bytes; where there is a rate, a cost is given at several of them, because
            what wakes a thread for a single message costs several times of what finds it awake. Between them it is interpolated. Delivering on a loopback
            interface costs the sender also what the receiver's kernel does.

            @UNITS@""";
}
