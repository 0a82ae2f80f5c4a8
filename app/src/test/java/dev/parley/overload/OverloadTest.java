package dev.parley.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever strangers do within their limits, the others are served. */
class OverloadTest {
    private static final boolean LONG = Boolean.getBoolean("parley.long");
    private static final Set<String> ONLY = Set.of(
            System.getProperty("parley.overload", "").toUpperCase(Locale.ROOT).split(",", -1));

    private final List<String> notServed = new ArrayList<>();

    @Test
    @Timeout(120)
    void aMomentOfEachAttackHarmsNobody() {
        assumeTrue(!LONG, "in a full run (bin/test --long) there are longer ones");
        play(Setting.QUICK);
        assertEquals(List.of(), notServed);
    }

    @Test
    @Timeout(3_600)
    void noAttackHarmsAnybodyUnderAnySetting() {
        assumeTrue(LONG, "only in a full run (bin/test --long)");
        Map<Setting, Map<Attack, Outcome>> outcomes = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (setting != Setting.QUICK && isWanted(setting, Setting.values())) {
                outcomes.put(setting, play(setting));
            }
        }
        if (ONLY.equals(Set.of(""))) {
            Report.write(outcomes);
        }
        assertEquals(List.of(), notServed);
    }

    /** On one instance, which is replaced when it has ended. */
    private Map<Attack, Outcome> play(Setting setting) {
        Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
        Stage stage = new Stage(setting);
        try {
            for (Attack attack : setting.attacks()) {
                if (isWanted(attack, Attack.values())) {
                    Outcome outcome = Scene.play(setting, stage, attack);
                    outcomes.put(attack, outcome);
                    tell(setting, attack, outcome);
                }
                if (!stage.instance().isAlive()) {
                    stage.close();
                    stage = new Stage(setting);
                }
            }
        } finally {
            stage.close();
        }
        return outcomes;
    }

    private void tell(Setting setting, Attack attack, Outcome outcome) {
        String row = setting + " " + attack.name() + " | " + outcome + " " + outcome.troubles();
        System.out.println(row);
        if (!outcome.isServed()) {
            notServed.add(row);
        }
    }

    /** Whether it was asked for, or none of its kind was. */
    private static <E extends Enum<E>> boolean isWanted(E one, E[] all) {
        boolean isAskedFor = List.of(all).stream().anyMatch(each -> ONLY.contains(each.name()));
        return !isAskedFor || ONLY.contains(one.name());
    }
}
