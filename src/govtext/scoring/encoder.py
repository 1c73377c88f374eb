"""The network of the `accurate` model: one pass of a pretrained encoder, and all heads on top of it.

Label-wise attention follows Mullenbach et al. 2018, "Explainable Prediction of Medical Codes from Clinical Text".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

if TYPE_CHECKING:
    from transformers import BertConfig

_HIDDEN_SCORE = -1e4


class Encoder(nn.Module):
    """Encoder → label-wise attention over tokens plus a layer over their mean, summed.

    Args:
        config: of the pretrained encoder.
        n_outputs: classes of all heads.
        hidden: units of the layer over the mean.
        dropout: rate before the heads while training.
    """

    def __init__(self, config: BertConfig, n_outputs: int, hidden: int, dropout: float) -> None:
        super().__init__()
        width = config.hidden_size
        self.dropout = dropout
        self.body = BertModel(config, add_pooling_layer=False)
        # The states of this encoder crowd into a narrow cone; without a norm the heads hardly learn.
        self.norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, n_outputs, bias=False)
        self.value = nn.Linear(width, n_outputs, bias=False)
        self.deep_in = nn.Linear(width, hidden)
        self.deep_out = nn.Linear(hidden, n_outputs, bias=False)
        self.bias = nn.Parameter(torch.zeros(n_outputs))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return logits, shape (n_texts, n_outputs), for ids and mask of shape (n_texts, n_tokens)."""
        return self.explained(input_ids, attention_mask)[0]

    def explained(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits, and what each token adds to them by attention, shape (n_texts, n_tokens, n_outputs)."""
        states = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = functional.dropout(self.norm(states), self.dropout, self.training)
        shown = attention_mask[..., None].to(states.dtype)
        attention = self.attention(states).masked_fill(shown == 0, _HIDDEN_SCORE).float().softmax(1)
        parts = attention * self.value(states)
        mean = (states * shown).sum(1) / shown.sum(1).clamp(min=1)
        pooled = functional.dropout(
            functional.gelu(self.deep_in(mean), approximate="tanh"), self.dropout, self.training
        )
        return parts.sum(1) + self.deep_out(pooled) + self.bias, parts
