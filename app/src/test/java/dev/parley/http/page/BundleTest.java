package dev.parley.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** One file does what the modules do that it is made of. That browsers take it, all tests of the page show. */
class BundleTest {
    @Test
    void eachModuleRunsOnceAfterThoseThatItImports() {
        Map<String, String> modules = Map.of(
                "js/first.js",
                        "import { b } from './in/b.js';\nimport { a as one } from './a.js';\nexport const sum = one + b; // both\n",
                "js/a.js", "export const a = 1;\n",
                "js/in/b.js",
                        "import {\n  a,\n} from '../a.js';\nconst b = a;\nexport { b };\nexport async function c() {}\n");
        assertEquals("""
                const m0 = (() => {
                const a = 1;
                return { a };
                })();
                const m1 = (() => {
                const {
                  a,
                } = m0;
                const b = a;
                async function c() {}
                return { c, b };
                })();
                const { b } = m1;
                const { a: one } = m0;
                export const sum = one + b;
                """, Bundle.of(modules::get, "js/first.js"));
    }

    @Test
    void aStyleSheetIsAModuleThatHasItsText() {
        Map<String, String> files = Map.of(
                "js/a.js", "import { text } from '../css/a.css';\nexport const length = text.length;\n",
                "css/a.css", "@import \"b.css\";\n.a::before { content: \"\\2192\"; }\n",
                "css/b.css", ".b { margin: 0; }\n");
        assertEquals("""
                const m0 = { text: ".b{margin:0;}.a::before{content:\\"\\\\2192\\";}" };
                const { text } = m0;
                export const length = text.length;
                """, Bundle.of(files::get, "js/a.js"));
    }

    @Test
    void whatCouldBeTextStays() {
        String code = "export const a = 'x // y';\nconst b = `${a} // ${a}`; // no text\n";
        assertEquals(code, Bundle.of(path -> code, "js/a.js"));
    }

    @Test
    void whatABundleCannotHaveIsRefusedWithItsLine() {
        for (String line : new String[] {
            "import a from './b.js';",
            "export default 1;",
            "export * from './b.js';",
            "import './b.js';",
            "export let a = 1;"
        }) {
            var refused = assertThrows(IllegalStateException.class, () -> Bundle.of(path -> line + "\n", "js/a.js"));
            assertTrue(refused.getMessage().contains(line), refused.getMessage());
        }
    }

    @Test
    void modulesThatImportEachOtherAreRefused() {
        Map<String, String> modules = Map.of(
                "js/a.js", "import { b } from './b.js';\nexport const a = 1;\n",
                "js/b.js", "import { c } from './c.js';\nexport const b = 1;\n",
                "js/c.js", "import { b } from './b.js';\nexport const c = 1;\n");
        assertThrows(IllegalStateException.class, () -> Bundle.of(modules::get, "js/a.js"));
    }

    @Test
    void aStyleSheetHasOthersInPlaceOfItsImports() {
        Map<String, String> sheets = Map.of(
                "css/a.css",
                "@import \"b.css\";\n.a :hover,\n.c {\ncolor: red;\n}\n",
                "css/b.css",
                ".b { margin: 0 auto; }\n");
        assertEquals(".b{margin:0 auto;}.a :hover,.c{color:red;}", Bundle.ofStyles(sheets::get, "css/a.css"));
    }
}
