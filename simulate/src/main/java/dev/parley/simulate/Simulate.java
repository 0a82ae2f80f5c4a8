package dev.parley.simulate;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.report.Page;
import dev.parley.simulate.report.SizingTable;
import dev.parley.simulate.report.Validation;
import dev.parley.simulate.units.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command; see {@code bin/simulate --help}. Runs in the root of the repository. */
@Command(
        name = "bin/simulate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Says what many instances would cost, from what bin/bench --only units measured.",
            "Without options it writes its part of docs/scaling.md, with the plots."
        },
        footer = {"", "Exits with 1 when --validate finds the model wrong, with 2 on wrong usage."})
public final class Simulate implements Callable<Integer> {
    private static final int MOST_LISTENERS = 10_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--listeners", paramLabel = "N", description = "Sizes a chat of your own: streams.")
    private Integer listeners;

    @Option(names = "--channels", paramLabel = "N", description = "Channels that they listen to; 1 if not given.")
    private int channels = 1;

    @Option(names = "--rate", paramLabel = "N", description = "Messages/s over all channels; 10 if not given.")
    private double rate = 10;

    @Option(
            names = "--zipf",
            paramLabel = "S",
            description =
                    "How different channels are in size: with 1 the second has half as many listeners as the first; 0, all alike,"
                            + " if not given.")
    private double zipf;

    @Option(
            names = "--validate",
            description = "Only compares what the model says with what bin/bench --only validate measured.")
    private boolean isValidation;

    @Option(names = "--units", paramLabel = "FILE", description = "Unit costs; simulate/units.json if not given.")
    private Path units = Path.of("simulate/units.json");

    @Option(names = "--seed", paramLabel = "N", description = "Of chance; the same gives the same. 1 if not given.")
    private long seed = 1;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Simulate()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Units costs = read();
        if (listeners != null) {
            System.out.print(SizingTable.of(List.of(chat()), costs, seed));
            return 0;
        }
        Validation validation = Validation.read(Path.of("simulate/measured.json"), costs, seed);
        if (isValidation) {
            System.out.println(validation.load() + "; measured: " + validation.origin());
            System.out.print(validation.table());
            System.out.println(validation.holds() ? "the model holds" : "the model is wrong");
            return validation.holds() ? 0 : 1;
        }
        new Page(costs, validation, seed).write(Path.of("docs/scaling.md"), Path.of("docs/images"));
        System.out.println(
                "wrote docs/scaling.md, docs/images/simulated-scale.svg and docs/images/simulated-storms.svg");
        return 0;
    }

    private Units read() throws IOException {
        try {
            return Units.read(units);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), units + ": " + e.getMessage());
        }
    }

    private Chat chat() {
        if (listeners < 1 || listeners > MOST_LISTENERS) {
            throw new ParameterException(
                    spec.commandLine(), String.format(Locale.ROOT, "--listeners goes from 1 to %,d", MOST_LISTENERS));
        }
        String name =
                String.format(Locale.ROOT, "%,d channels, %,d listeners, %,.0f messages/s", channels, listeners, rate);
        try {
            return Chat.of(name, channels, listeners, rate).byZipf(zipf);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
