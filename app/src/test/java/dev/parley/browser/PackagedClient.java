package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import dev.parley.TwoInstances;
import dev.parley.support.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The npm package as its users have it: packed, installed, and its examples run. By {@code bin/test --clients}, which gets what it is built with. */
@ExtendWith(Browser.class)
class PackagedClient {
    private static final Path SOURCES =
            Path.of("..", "packages", "client").toAbsolutePath().normalize();

    @TempDir
    static Path project;

    @RegisterExtension
    final Company company = new Company();

    private static ForeignSite site;
    private static TwoInstances chat;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        site = new ForeignSite();
        chat = TwoInstances.onSharedRedis("--origins", site.origin());
        run(SOURCES, "npm", "pack", "--silent", "--pack-destination", project.toString());
        Files.writeString(project.resolve("package.json"), "{ \"private\": true, \"type\": \"module\" }");
        run(
                project,
                "npm",
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--legacy-peer-deps",
                tarball().toString());
        for (String example : List.of("node.js", "react.jsx", "vue.js", "typed.ts")) {
            Files.copy(SOURCES.resolve("examples").resolve(example), project.resolve(example));
        }
    }

    @AfterAll
    static void stop() {
        chat.close();
        site.close();
    }

    @Test
    void aProgramOnNodeTalks() throws IOException, InterruptedException {
        Process program = new ProcessBuilder(Programs.node().toString(), "node.js", address(), "robots", "robot")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(program));
        try {
            await().until(() ->
                    output.isDone() || chat.other.http().get("/robots").text().contains("Good morning"));
            chat.other.http().say("robots", "ana", "R&D");
            chat.other.http().say("robots", "ana", "bye");
            output.completeOnTimeout("it does not end by itself", 30, TimeUnit.SECONDS);
            assertEquals("robot: Good morning\nana: R&D\nana: bye\n", output.join());
            assertEquals(0, program.waitFor());
        } finally {
            program.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"react.jsx", "vue.js"})
    void aPageOfAFrameworkTalks(String example) throws IOException, InterruptedException {
        run(
                SOURCES,
                "node_modules/.bin/esbuild",
                project.resolve(example).toString(),
                "--bundle",
                "--format=esm",
                "--jsx=automatic",
                "--log-level=warning",
                "--define:process.env.NODE_ENV=\"production\"",
                "--outfile=" + project.resolve("out.js"));
        site.file("/page.js", "text/javascript", "", Files.readString(project.resolve("out.js")));
        site.page(
                "/",
                "",
                "<div id=\"chat\" data-server=\"" + address() + "\" data-room=\"" + example.replace(".", "-")
                        + "\" data-name=\"Mason\"></div><script type=\"module\" src=\"/page.js\"></script>");
        String room = "/" + example.replace(".", "-");
        chat.other.http().say(room.substring(1), "ana", "before");
        Person mason = company.person("Mason");
        mason.page().navigate(site.origin());
        Locator lines = mason.page().locator("li");
        assertThat(lines).hasText("ana: before");
        mason.page().locator("input").fill("hello");
        mason.page().locator("input").press("Enter");
        assertThat(lines.last()).hasText("Mason: hello");
        chat.other.http().say(room.substring(1), "ana", "hi");
        assertThat(lines).hasText(new String[] {"ana: before", "Mason: hello", "ana: hi"});
        assertThat(mason.page().locator("h2")).containsText("1 here");
    }

    @Test
    void itsTypesSayWhatItTakes() throws IOException, InterruptedException {
        run(
                project,
                SOURCES.resolve("node_modules/.bin/tsc").toString(),
                "--noEmit",
                "--strict",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--lib",
                "es2022,dom,dom.asynciterable",
                "typed.ts");
    }

    @Test
    void itsOneFileIsTheSame() throws IOException, InterruptedException {
        String told = run(
                project,
                Programs.node().toString(),
                "--input-type=module",
                "--eval",
                "import { connect, WIRE } from '@parley/client/bundle'; import * as whole from '@parley/client'; "
                        + "try { connect('x') } catch ({ message }) { console.log(WIRE === whole.WIRE, message) }");
        assertTrue(told.startsWith("true connect() takes a list of channels"), told);
    }

    private static String address() {
        return "http://127.0.0.1:" + chat.one.port();
    }

    private static Path tarball() throws IOException {
        try (Stream<Path> files = Files.list(project)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("NODE_PATH", SOURCES.resolve("node_modules").toString()); // frameworks, for the examples
        Process process = builder.start();
        String output = output(process);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
