package dev.parley.wire;

import dev.parley.wire.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes docs/wire.md of what {@code --json} wrote. */
@Command(name = "page", mixinStandardHelpOptions = true, description = "Makes a page of reports that --json wrote.")
final class PageCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The reports, in the order of the columns.")
    private List<Path> reports = List.of();

    @Option(
            names = "--frame",
            required = true,
            paramLabel = "FILE",
            description = "The page without facts and results.")
    private Path frame;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The page.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<String> json = new ArrayList<>();
        for (Path report : reports) {
            json.add(Files.readString(report));
        }
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Files.writeString(out, new Page(json).in(Files.readString(frame), today));
        return 0;
    }
}
