package casemate.control.node;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.promise.Region;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operators' page of nodes.
@Controller
final class NodePages {
    static final String PATH = "/nodes";

    private final Nodes nodes;
    private final NodeViews views;

    NodePages(Nodes nodes, NodeViews views) {
        this.nodes = nodes;
        this.views = views;
    }

    @Needs(Permission.STAFF_NODE_VIEW)
    @GetMapping("/console/nodes")
    ResponseEntity<byte[]> list(Page page) {
        return list(page, HttpStatus.OK, "", "", "");
    }

    /// Answers with the page that shows the token, not with a redirect: it is in this answer and nowhere else.
    @Needs(Permission.STAFF_NODE_MANAGE)
    @Fresh
    @PostMapping("/console/nodes")
    ResponseEntity<byte[]> add(Page page, @RequestParam("name") String name, @RequestParam("region") String region) {
        try {
            Region stands = new Region(region.strip().toUpperCase(Locale.ROOT));
            Secret token = nodes.add(name.strip(), stands, page.signedIn().actor());
            return page.show(
                    "node/made",
                    Map.of(
                            "name",
                            name.strip(),
                            "token",
                            token.revealText(),
                            "house",
                            nodes.listening().map(Nodes.Listening::address).orElse("")));
        } catch (Refusal refusal) {
            return list(page, HttpStatus.UNPROCESSABLE_CONTENT, name, region, page.say(refusal));
        }
    }

    @Needs(Permission.STAFF_NODE_MANAGE)
    @Fresh
    @GetMapping("/console/nodes/{name}/remove")
    ResponseEntity<byte[]> sure(Page page, @PathVariable("name") String name) {
        return sure(page, HttpStatus.OK, nodes.present(name), "");
    }

    @Needs(Permission.STAFF_NODE_MANAGE)
    @Fresh
    @PostMapping("/console/nodes/{name}/remove")
    ResponseEntity<byte[]> remove(
            Page page, @PathVariable("name") String name, @RequestParam(name = "lost", defaultValue = "") String lost) {
        Node node = nodes.present(name);
        try {
            nodes.remove(node.name(), !lost.isEmpty(), page.signedIn().actor());
        } catch (Refusal refusal) {
            return sure(page, HttpStatus.UNPROCESSABLE_CONTENT, node, page.say(refusal));
        }
        return page.see(PATH, Flash.good("node.done.remove"));
    }

    private static ResponseEntity<byte[]> sure(Page page, HttpStatus status, Node node, String problem) {
        return page.show(status, "node/remove", Map.of("node", node, "problem", problem));
    }

    private ResponseEntity<byte[]> list(Page page, HttpStatus status, String name, String region, String problem) {
        return page.show(
                status,
                "node/list",
                Map.of(
                        "nodes",
                        views.all(),
                        "listens",
                        nodes.listening().isPresent(),
                        "name",
                        name,
                        "region",
                        region,
                        "problem",
                        problem));
    }
}
