package notes;

import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NoteController {
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @GetMapping("/notes")
  List<String> all() {
    return notes;
  }

  @PostMapping("/notes")
  @RequiresPermission("notes:write")
  String add(@RequestBody String text, Principal caller) {
    notes.add(text + ", by " + caller.getName());
    return "written";
  }

  @DeleteMapping("/notes")
  @RequiresPermission("notes:write")
  @RequiresRecentLogin
  String clear(UserPrincipal person) {
    notes.clear();
    return "cleared by " + person.userId();
  }
}
