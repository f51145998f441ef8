package casemate.control.node;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.promise.Region;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to nodes.
@Controller
@Open("the token of the local API guards it")
final class NodeApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 1 << 10;

    private final Nodes nodes;
    private final NodeViews views;

    NodeApi(Nodes nodes, NodeViews views) {
        this.nodes = nodes;
        this.views = views;
    }

    @GetMapping("/local/api/v1/nodes")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(Json.object()
                .put("nodes", Json.array(views.all(), NodeApi::json))
                .build());
    }

    @PostMapping("/local/api/v1/nodes")
    ResponseEntity<byte[]> add(@RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("name", "region");
        String token = nodes.add(wish.text("name"), new Region(wish.text("region")), CALLER)
                .revealText();
        return JsonAnswer.of(
                HttpStatus.CREATED,
                Json.object()
                        .put("name", wish.text("name"))
                        .put("token", token)
                        .put(
                                "house",
                                nodes.listening().map(Nodes.Listening::address).orElse(""))
                        .put("minutes", NodeRules.TOKEN.toMinutes())
                        .build());
    }

    @PostMapping("/local/api/v1/nodes/{name}/remove")
    ResponseEntity<byte[]> remove(@PathVariable("name") String name, @RequestBody byte[] body) {
        boolean lost = Json.parseObject(body, MAX_BODY_BYTES).only("lost").bool("lost");
        nodes.remove(name, lost, CALLER);
        return JsonAnswer.ok(Json.object().build());
    }

    private static Json.Obj json(NodeView view) {
        Json.Builder o = Json.object()
                .put("name", view.node().name())
                .put("region", view.node().region().code())
                .put("state", view.state())
                .put("apart", view.apart())
                .put("instances", Json.texts(view.instances()))
                .put("standbys", Json.texts(view.standbys()));
        view.heard().ifPresent(at -> o.put("heard", at));
        return o.build();
    }
}
