"""The official openai package, unchanged, against a running gateway.

usage: openai_client.py BASE_URL API_KEY MODEL     prints one JSON object; exits 1 with the reason when a check fails
"""

import json
import sys

import openai

QUESTION = (
    "My patient Mr. John Smith, born 03/14/1961, SSN 536-90-4399, phone (415) 555-0132, "
    "has high blood pressure. What should he do?"
)


def whole(client, model):
    completion = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": QUESTION}], max_tokens=40, temperature=0
    )
    choice = completion.choices[0]
    assert completion.object == "chat.completion" and choice.message.role == "assistant"
    assert choice.finish_reason in ("stop", "length"), choice.finish_reason
    assert choice.message.content.strip(), "the answer is empty"
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens
    return choice.message.content


def streamed(client, model):
    stream = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": [{"type": "text", "text": QUESTION}]}],
        max_tokens=40,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
    text, finish, usage, chunks = "", None, None, 0
    for chunk in stream:
        chunks += 1
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish = choice.finish_reason or finish
    assert finish in ("stop", "length"), finish
    assert usage is not None and usage.completion_tokens > 0
    assert chunks > 3, "the answer did not stream"
    return text


def alternatives(client, model):
    completion = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": QUESTION}], max_tokens=8, n=2, temperature=0.8, seed=7
    )
    assert [choice.index for choice in completion.choices] == [0, 1]


def refused(call, kind, field):
    try:
        call()
    except kind as error:
        assert error.body["message"] and error.body["type"], field
        assert "Smith" not in json.dumps(error.body), "an error repeats the caller's text"
        return
    raise AssertionError(f"{field} was not refused")


def refusals(client, base_url, model):
    ask = client.chat.completions.create
    user = {"role": "user", "content": QUESTION}
    refused(lambda: ask(model="no-such-model", messages=[user]), openai.NotFoundError, "an unknown model")
    refused(lambda: ask(model=model, messages=[]), openai.BadRequestError, "an empty conversation")
    refused(lambda: ask(model=model, messages=[user], logprobs=True), openai.BadRequestError, "logprobs")
    refused(
        lambda: ask(model=model, messages=[user], extra_body={"secret_side_channel": "Smith"}),
        openai.BadRequestError,
        "an unknown field",
    )
    image = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]}
    refused(lambda: ask(model=model, messages=[image]), openai.BadRequestError, "an image")
    stranger = openai.OpenAI(base_url=base_url, api_key="weir-wrong", max_retries=0)
    refused(
        lambda: stranger.chat.completions.create(model=model, messages=[user]), openai.AuthenticationError, "a wrong key"
    )


def main():
    base_url, key, model = sys.argv[1:4]
    client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0)
    assert model in [card.id for card in client.models.list()], "the model is not listed"
    result = {"whole": whole(client, model), "streamed": streamed(client, model)}
    assert result["whole"] == result["streamed"], "greedy answers differ between streamed and whole"
    alternatives(client, model)
    refusals(client, base_url, model)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
