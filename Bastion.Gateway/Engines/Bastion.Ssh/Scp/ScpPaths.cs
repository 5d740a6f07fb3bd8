using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Scp;

/// <summary>Where on the device the names of one scp stand: the path of its command and the directories it went into.</summary>
public sealed class ScpPaths(ScpCommand command)
{
    private readonly List<string> _directories = [];

    /// <exception cref="SshProtocolException">Deeper than allowed.</exception>
    public void Enter(string name)
    {
        if (_directories.Count >= ScpLimits.Depth)
        {
            throw new SshProtocolException("file copy goes too deep");
        }

        _directories.Add(name);
    }

    public void Leave()
    {
        if (_directories.Count > 0)
        {
            _directories.RemoveAt(_directories.Count - 1);
        }
    }

    public string Of(string name)
    {
        string inside = string.Join('/', _directories.Append(name));
        string path = command.Path.TrimEnd('/');
        if (command.ToDevice)
        {
            // Without -d it cannot be told whether the path is a directory; scp asks for it with several files.
            return _directories.Count == 0 && !command.IntoDirectory && command.Path[^1] != '/' ? command.Path : $"{path}/{inside}";
        }

        int slash = path.LastIndexOf('/');
        return slash < 0 ? inside : $"{path[..slash]}/{inside}";
    }
}
