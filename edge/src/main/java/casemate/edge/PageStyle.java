package casemate.edge;

/// The look of the edge's pages: a vault, calm colours, the reader's own fonts, light and dark.
final class PageStyle {
    static final String CSS = """
            :root{--ground:#f5f4f0;--ink:#1b2333;--soft:#566073;--stone:#dedad2;--edge:#aaa596;--depth:#1f4d7a;--lamp:#e0a443}
            @media (prefers-color-scheme:dark){:root{--ground:#10141b;--ink:#e8ebf1;--soft:#a5afc0;--stone:#2b3443;--edge:#566178;--depth:#0a0d12;--lamp:#e6b15a}}
            *{box-sizing:border-box}
            html{height:100%}
            body{min-height:100%;margin:0;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
            main{max-width:34rem;padding:2rem 1.5rem 4rem;text-align:center}
            code{overflow-wrap:anywhere}
            svg{width:11rem;max-width:60vw;height:auto;margin-bottom:1.25rem}
            h1{margin:0 0 .5rem;font-size:clamp(1.5rem,5vw,2rem);line-height:1.25;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
            p{margin:0;color:var(--soft);text-wrap:pretty}
            .a{fill:var(--stone);stroke:var(--edge);stroke-width:2}
            .b{fill:var(--depth)}
            .j{stroke:var(--edge);stroke-width:2;fill:none}
            .l{fill:var(--lamp);opacity:0}
            .d{fill:var(--edge);opacity:0}
            .r{stroke:var(--edge);stroke-width:5;opacity:0}
            .doors .l{opacity:1}
            .doors .d{opacity:1}
            .barred .r{opacity:1}
            .barred .l{opacity:.45}
            @media (prefers-reduced-motion:no-preference){.doors .l{animation:glow 2.4s ease-in-out infinite alternate}@keyframes glow{from{opacity:.55}to{opacity:1}}}
            """;

    /// An arch of cut stones with a depth behind it; what stands in the depth depends on the class.
    static final String VAULT = """
            <svg class="%s" viewBox="0 0 200 170" aria-hidden="true" focusable="false">
            <path class="a" d="M10 165V95a90 90 0 0 1 180 0v70z"/>
            <path class="j" d="M10 95h36M10 130h36M154 95h36M154 130h36M28 42l29 21M70 10l14 32M130 10l-14 32M172 42l-29 21"/>
            <path class="b" d="M46 165V95a54 54 0 0 1 108 0v70z"/>
            <path class="l" d="M78 165v-60a22 22 0 0 1 44 0v60z"/>
            <path class="d" d="M46 165V95a54 54 0 0 1 24-45v115zM154 165V95a54 54 0 0 0-24-45v115z"/>
            <path class="r" d="M70 50v115M90 42v123M110 42v123M130 50v115M48 88h104M46 128h108"/>
            <path class="j" d="M2 166h196"/>
            </svg>""";

    private PageStyle() {}
}
