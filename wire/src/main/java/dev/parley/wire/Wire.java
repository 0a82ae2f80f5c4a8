package dev.parley.wire;

import dev.parley.wire.fact.Fact;
import dev.parley.wire.fact.Outcome;
import dev.parley.wire.fact.Outcome.Status;
import dev.parley.wire.fact.Suite;
import dev.parley.wire.hub.Action;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.Pace;
import dev.parley.wire.hub.Setup;
import dev.parley.wire.report.JsonReport;
import dev.parley.wire.report.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks whether a server of event streams gives client libraries what they need; see {@code bin/wire --help}. */
@Command(
        name = "bin/wire",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "parley-wire 1.0.0",
        subcommands = PageCommand.class,
        description = {
            "Looks at a server of event streams (SSE): the facts of docs/wire.md that client libraries need.",
            "",
            "  bin/wire http://localhost:7070",
            "  bin/wire http://localhost:7070 http://localhost:7071",
            "  bin/wire --dialect nchan http://localhost:8080",
            "  bin/wire --publish 'curl -sfT - localhost:3000/say' 'http://localhost:3000/events/{channel}'",
            "  bin/wire --hubs                  Parley and its peers; writes docs/wire.md",
            "",
            "It opens some thousand streams and says some hundred things, in channels of its own. Limits for one client"
                    + " get in the way: switch them off where you can (Parley: --address-limits off)."
        },
        footer = {
            "",
            "Exits with 0 when nothing has failed, 1 when a fact has, 2 on wrong usage or when nobody answers."
        })
public final class Wire implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "URL",
            description = "Instances of one hub: streams resume on any of them.")
    private List<String> urls = List.of();

    @Mixin
    private Dialects dialects;

    @Option(
            names = "--publish",
            paramLabel = "CMD",
            defaultValue = "",
            description =
                    "Says things instead of the dialect: the text is its standard input, WIRE_CHANNEL names the channel.")
    private String publish;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "Sent with every request.")
    private List<String> headers = List.of();

    @Option(names = "--kill", paramLabel = "CMD", description = "Ends the first instance as kill -9 does.")
    private String kill;

    @Option(names = "--drain", paramLabel = "CMD", description = "Sends SIGTERM to the first instance.")
    private String drain;

    @Option(names = "--restart", paramLabel = "CMD", description = "Starts the first instance again, after both.")
    private String restart;

    @Option(names = "--store-down", paramLabel = "CMD", description = "Takes away what the hub keeps messages in.")
    private String storeDown;

    @Option(names = "--store-up", paramLabel = "CMD", description = "Gives it back.")
    private String storeUp;

    @Option(
            names = "--room",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many streams the first instance takes: it is then filled.")
    private int room;

    @Option(
            names = "--proxied",
            description = "The URL is a proxy in front of several instances: only some streams end.")
    private boolean isProxied;

    @Option(names = "--behind", paramLabel = "NAME=URL", description = "A proxy in front of all instances.")
    private Map<String, String> proxies = Map.of();

    @Option(
            names = "--origin",
            paramLabel = "URL",
            defaultValue = "",
            description = "Another origin whose pages may listen, as the server is set up.")
    private String origin;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many channels each stream carries, where streams can.")
    private int channels;

    @Option(
            names = "--http",
            paramLabel = "VERSION",
            defaultValue = "1.1",
            description = "1.1 or 1.0, for streams. ${DEFAULT-VALUE} if not given.")
    private String version;

    @Option(names = "--only", split = ",", paramLabel = "N", description = "Only these facts, by number.")
    private List<Integer> only = List.of();

    @ArgGroup
    private final Output output = new Output();

    @Option(names = "--title", paramLabel = "TEXT", defaultValue = "", description = "What --json calls the server.")
    private String title;

    /** How outcomes are told. */
    static final class Output {
        @Option(names = "--json", description = "Tells it to programs.")
        private boolean isJson;

        @Option(names = "--list", description = "Only tells what the facts are.")
        private boolean isList;
    }

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** As the command line does it; returns the exit status. */
    public static int execute(String... args) {
        return new CommandLine(new Wire())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isList) {
            Words.list(out);
            return 0;
        }
        Set<Fact> facts = facts();
        Setup setup = setup();
        Hub hub = isProxied ? new Hub(setup).proxied() : new Hub(setup);
        for (int i = 0; i < hub.size(); i++) {
            requireAnswer(hub, i);
        }
        List<Outcome> outcomes = new Suite(hub).run(facts, this::progress);
        if (output.isJson) {
            out.println(JsonReport.of(title.isEmpty() ? setup.dialect().name() : title, outcomes));
        } else {
            Words.tell(outcomes, out);
        }
        return outcomes.stream().anyMatch(outcome -> outcome.status() == Status.FAILED) ? 1 : 0;
    }

    private Setup setup() {
        require(!urls.isEmpty(), "whose stream? Give the URL of a server, or of several instances of one.");
        require(version.equals("1.1") || version.equals("1.0"), "--http is 1.1 or 1.0, not " + version);
        require(channels >= 1 && channels <= 32, "--channels goes from 1 to 32, not " + channels);
        require(
                headers.stream().allMatch(header -> header.indexOf(':') > 0),
                "--header is 'Name: value', not " + headers);
        List<URI> instances = urls.stream().map(this::uri).toList();
        try {
            Setup plain = Setup.of(instances, dialects.of(instances.get(0)), means());
            require(
                    channels == 1 || plain.dialect().hasManyChannels(),
                    "--channels " + channels + ": " + plain.dialect().whyOneChannel());
            return new Setup(
                    instances, plain.dialect(), plain.means(), Pace.USUAL, publish, headers, version, channels);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Means means() {
        Means means = new Means().origin(origin).room(room);
        may(means, Deed.KILL, kill);
        may(means, Deed.DRAIN, drain);
        may(means, Deed.RESTART, restart);
        may(means, Deed.STORE_DOWN, storeDown);
        may(means, Deed.STORE_UP, storeUp);
        proxies.forEach((name, url) -> means.behind(name, uri(url)));
        return means;
    }

    private static void may(Means means, Deed deed, String command) {
        if (command != null) {
            means.may(deed, Action.shell(command));
        }
    }

    private Set<Fact> facts() {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        for (int number : only) {
            facts.add(Fact.numbered(number)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "facts go from 1 to " + Fact.values().length + ", not " + number)));
        }
        return facts.isEmpty() ? EnumSet.allOf(Fact.class) : facts;
    }

    private void requireAnswer(Hub hub, int instance) {
        try {
            hub.open(instance, hub.listening(hub.newChannel())).close();
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "nobody answers at " + hub.address(instance) + ": " + e.getMessage());
        }
    }

    private void progress(Outcome outcome) {
        spec.commandLine().getErr().println(Words.line(outcome));
    }

    private URI uri(String text) {
        try {
            URI uri = URI.create(text.replace("{", "%7B").replace("}", "%7D"));
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            require(isHttp && uri.getHost() != null, "a URL begins with http:// or https:// and a host, not " + text);
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "no URL: " + text);
        }
    }

    private void require(boolean holds, String complaint) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), complaint);
        }
    }
}
