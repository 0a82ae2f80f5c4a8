package dev.parley.simulate.report;

import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.storm.Storm;
import dev.parley.simulate.storm.Timeline;
import dev.parley.simulate.units.Units;
import java.util.EnumMap;
import java.util.Map;

/** What people notice while something happens to 100 instances and 6 masters with 1,000,000 listeners. */
final class StormTable {
    static final double SECONDS = 40;
    private static final Deployment DEPLOYMENT = Deployment.byInterest(LoadTable.INSTANCES, 6);
    private static final double WORST = 100; // per cent

    private StormTable() {}

    static Map<Storm, Timeline> storms(Units units, long seed) {
        Map<Storm, Timeline> storms = new EnumMap<>(Storm.class);
        for (Storm storm : Storm.values()) {
            storms.put(storm, storm.over(LoadTable.ROOMS, DEPLOYMENT, units, SECONDS, seed));
        }
        return storms;
    }

    static String of(Map<Storm, Timeline> storms) {
        Table table = new Table(
                "what happens",
                "deliveries concerned",
                "half of them within",
                "99 %",
                "all",
                "all others: half",
                "99 %",
                "all");
        storms.forEach((storm, timeline) -> table.row(
                storm.title(),
                Words.percent((double) timeline.deliveriesToConcerned() / timeline.deliveries()),
                Words.millis(timeline.concerned(50)),
                Words.millis(timeline.concerned(99)),
                Words.millis(timeline.concerned(WORST)),
                Words.millis(timeline.others(50)),
                Words.millis(timeline.others(99)),
                Words.millis(timeline.others(WORST))));
        return table.toString();
    }
}
