using System.Diagnostics;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>How a service is started. Its environment is made here and holds nothing of the appliance's own.</summary>
internal sealed record ServiceCommand(Plane Plane, string Program, IReadOnlyList<string> Arguments, Accounts Accounts, StateDirectory State, string Zone)
{
    public string OutputFile => Path.Combine(State.Logs, Plane.Word() + ".out");

    public string ProcessFile => State.ProcessFile(Plane);

    public ProcessStartInfo StartInfo()
    {
        string[] words = [.. Accounts.Prefix(Plane), Program, .. Arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = State.Service(Plane);
        start.Environment["LANG"] = "C.UTF-8";
        // Hours in a terminal are the hospital's, whatever the machine is set to.
        start.Environment["TZ"] = Zone;
        start.Environment["DOTNET_ROOT"] = ServicePrograms.DotnetRoot;
        // No socket in /tmp through which the memory of a service could be read, no dump when it fails.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }
}
