using System.Text.Json;

namespace Bastion.Screenshots;

/// <summary>demo.json of a running demo.</summary>
internal sealed record Demo(string Portal, string Admin, DemoSsh Ssh, IReadOnlyList<DemoPerson> People)
{
    public static Demo Read(string state) =>
        JsonSerializer.Deserialize<Demo>(File.ReadAllText(Path.Combine(state, "demo.json")), JsonSerializerOptions.Web)!;

    public DemoPerson Person(string login) => People.Single(p => p.Login == login);
}
