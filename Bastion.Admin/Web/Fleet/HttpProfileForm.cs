using System.Globalization;
using Bastion.Admin.Devices;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Fleet;

/// <summary>The web page's part of an endpoint's form.</summary>
internal static class HttpProfileForm
{
    public static HttpProfile Read(FormValues form, WallClock clock) => new()
    {
        Plain = form.Ticked("plain"),
        OldTlsUntil = DateOnly.TryParseExact(form.Text("oldTlsUntil"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? clock.StartOf(day.AddDays(1)).ToUniversalTime() : null,
        Login = form.Choice<HttpLogin>("login") ?? HttpLogin.Basic,
        HeaderName = form.Text("headerName"),
        LoginPath = form.Text("loginPath"),
        UserField = form.Text("userField"),
        PasswordField = form.Text("passwordField"),
        StartPath = form.Text("startPath") is { Length: > 0 } path ? path : "/",
        Paths = [.. form.Text("paths").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        GetIsSafe = form.Ticked("getIsSafe"),
        SocketsWhenReading = form.Ticked("socketsWhenReading"),
        KeepHost = form.Ticked("keepHost"),
    };
}
