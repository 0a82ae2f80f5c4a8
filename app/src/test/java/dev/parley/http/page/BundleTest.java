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
                const a=(()=>{
                const a=1;
                return a;
                })();
                const{c,b}=(()=>{
                const b=a;
                async function c(){}
                return{c,b};
                })();
                const one=a;
                export const sum=one + b;
                """, Bundle.of(modules::get, "js/first.js"));
    }

    @Test
    void aStyleSheetIsAModuleThatHasItsText() {
        Map<String, String> files = Map.of(
                "js/a.js", "import { text } from '../css/a.css';\nexport const length = text.length;\n",
                "css/a.css", "@import \"b.css\";\n.a::before { content: \"\\2192\"; }\n",
                "css/b.css", ".b { margin: 0; }\n");
        assertEquals("""
                const text = ".b{margin:0;}.a::before{content:\\"\\\\2192\\";}";
                export const length=text.length;
                """, Bundle.of(files::get, "js/a.js"));
    }

    @Test
    void whatCouldBeTextStays() {
        String code = "export const a='x // y = z';\nconst b = `${a} // ${a}`; // no text\nconst c = /'{ x }'/;\n";
        assertEquals(code, Bundle.of(path -> code, "js/a.js"));
    }

    @Test
    void whatIsPrivateToAClassHasAShortNameUnlessATextHasIt() {
        String code = "class A {\n#room = 1;\n#notify;\nget #size() {\nreturn this.#room + '#notify'.length;\n}\n}\n";
        assertEquals(
                "class A{\n#$0=1;\n#notify;\nget #$1(){\nreturn this.#$0 + '#notify'.length;\n}\n}\n",
                Bundle.of(path -> code, "js/a.js"));
    }

    @Test
    void whatIsHandedOnIsTheSameAndTwoOfOneNameAreRefused() {
        Map<String, String> modules = Map.of(
                "js/a.js", "import { b } from './b.js';\nimport { c } from './c.js';\nb(c);\n",
                "js/b.js", "export function b() {}\n",
                "js/c.js", "import { b } from './b.js';\nexport { b };\nexport const c = 1;\n",
                "js/d.js", "import { b } from './b.js';\nimport { c } from './e.js';\n",
                "js/e.js", "export const c = 1;\nexport const b = 2;\n");
        assertTrue(Bundle.of(modules::get, "js/a.js").contains("return c;"));
        var refused = assertThrows(IllegalStateException.class, () -> Bundle.of(modules::get, "js/d.js"));
        assertEquals("js/e.js and js/b.js both export b", refused.getMessage());
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
