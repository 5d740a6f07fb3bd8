// htmx without eval and without its style element, as the content security policy wants.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.attributesToSettle = ["class", "width", "height"];
htmx.config.selfRequestsOnly = true;
